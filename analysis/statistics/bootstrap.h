// SPDX-License-Identifier: GPL-3.0-or-later
// Bootstrap: the confidence interval of a mean over seeds, found by drawing the seeds again, with
// replacement, many times.
//
// The intervals are of 95 %, bias-corrected and accelerated (BCa: Efron 1987, J Am Stat Assoc
// 82:171; the acceleration by jackknife). Resample r is the same for every quantity of n seeds, and
// in every call. With few seeds intervals are too narrow: those of n normal values contain the true
// mean about as often as |t| with n - 1 degrees of freedom is below 1.96 sqrt((n - 1) / n), 91 % of the
// time for n = 12 and 85 % for n = 5.
#pragma once

#include <stddef.h>

enum { BOOTSTRAP_RESAMPLES = 10000 };

typedef struct {
    double low, high; // NaN for fewer than 2 values
} Interval;

// Of the mean of values[n], one for each seed.
Interval bootstrap_mean(const double *values, size_t n);

// Of mean(a) / mean(b) over n pairs, which are drawn together. All of b must have one sign, so that
// no resample divides by 0.
Interval bootstrap_ratio(const double *a, const double *b, size_t n);
