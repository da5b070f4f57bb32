// SPDX-License-Identifier: GPL-3.0-or-later
// Estimate: a quantity estimated from the values of several seeds, with its 95 % confidence
// interval.
//
// The intervals of means and ratios are found by bootstrap: the seeds are drawn again, with
// replacement, many times. They are bias-corrected and accelerated (bca.h). Resample r is the same
// for every quantity of n seeds, and in every call. With few seeds intervals are too narrow: those
// of n normal values contain the true mean about as often as |t| with n - 1 degrees of freedom is
// below 1.96 sqrt((n - 1) / n), 91 % of the time for n = 12 and 85 % for n = 5.
#pragma once

#include "statistics/bca.h"

#include <stdbool.h>
#include <stddef.h>

enum { BOOTSTRAP_RESAMPLES = 10000 };

typedef struct {
    double mean, deviation; // NaN where there are too few values
    Interval interval;      // NaN for fewer than 2 values
} Estimate;

// Of a mean over seeds: values[n], one for each.
Estimate estimate_mean(const double *values, size_t n);

// Of mean(a) / mean(b) over n pairs of one seed, which are drawn together; it has no deviation. NaN
// unless all of b have one sign.
Estimate estimate_ratio(const double *a, const double *b, size_t n);

// Of the share k / n of seeds that have some property: the exact interval of a binomial (Clopper &
// Pearson 1934, Biometrika 26:404); it has no deviation.
Estimate estimate_share(size_t k, size_t n);

// Is a bootstrap interval of n values one of those that `estimate_caution` speaks of?
bool estimate_is_narrow(size_t n);

// What is said beside intervals of few seeds, as the rest of a sentence: "intervals of ...".
extern const char estimate_caution[];
