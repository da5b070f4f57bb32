// SPDX-License-Identifier: GPL-3.0-or-later
// Estimate: a quantity estimated from the values of several seeds, with its 95 % confidence
// interval.
#pragma once

#include "statistics/bootstrap.h"

typedef struct {
    double mean, deviation; // NaN where there are too few values
    Interval interval;
} Estimate;

// Of a mean over seeds, by bootstrap.
Estimate estimate_mean(const double *values, size_t n);

// Of mean(a) / mean(b) over n pairs of one seed; it has no deviation. NaN unless all of b have one
// sign.
Estimate estimate_ratio(const double *a, const double *b, size_t n);

// Of the share k / n of seeds that have some property: the exact interval of a binomial (Clopper &
// Pearson 1934, Biometrika 26:404); it has no deviation.
Estimate estimate_share(size_t k, size_t n);
