// SPDX-License-Identifier: GPL-3.0-or-later
// Finite: statistics of the finite ones among n values, as where missing units have NAN.
#pragma once

#include <stddef.h>

double finite_mean(const double *value, size_t n);         // NAN without finite values
double finite_largest_size(const double *value, size_t n); // the largest |value|, at least 0

// Median and quartiles, interpolated linearly between the two nearest in order.
typedef struct {
    double low, median, high; // NAN where no value is finite
    size_t count;             // of finite values
} Quartiles;
Quartiles quartiles_of(const double *value, size_t n);
