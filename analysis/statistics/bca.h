// SPDX-License-Identifier: GPL-3.0-or-later
// BCa: the 95 % interval of a bootstrap, bias-corrected and accelerated (Efron 1987, J Am Stat
// Assoc 82:171).
//
// The ends are the values of the resamples at the shares P(z0 + z / (1 - a z)), z = z0 +- 1.96. The
// bias z0 is the normal deviate of the share of resamples below the value itself, at least that of
// half a resample; a is the acceleration, a sixth of the skewness of the value with each part of
// the data left out in turn.
#pragma once

#include <stddef.h>

typedef struct {
    double low, high; // NaN: none
} Interval;

// Of a value that noise makes larger or smaller on average, as a number of pinwheels, the data have
// this excess once and resamples twice. bca_interval_centred first takes the mean excess of
// resamples from the value once, and from them twice.
//
// Of a count this goes wrong: what the data have by chance, as a close pair of pinwheels, resamples
// lose as often as truth lacks it, so that their mean is nearer to the truth than the data are.
// percentile_interval is that of the resamples themselves.
//
// percentile_interval_centred takes the mean excess from the resamples once: it holds what data
// with the same noise have on average, as of the likeness of two noisy maps.
//
// `found`, of n resamples, is put in order. `value`: of the data themselves. NaN where a resample
// is not finite.
Interval bca_interval(double *found, size_t n, double value, double acceleration);
Interval bca_interval_centred(double *found, size_t n, double value, double acceleration);
Interval percentile_interval(double *found, size_t n);
Interval percentile_interval_centred(double *found, size_t n, double value);

// From values without[n], each with a part of the data left out.
double bca_acceleration(const double *without, size_t n);
