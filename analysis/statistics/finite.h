// SPDX-License-Identifier: GPL-3.0-or-later
// Finite: what is said of those of n values that are finite, as those of units that are there.
#pragma once

#include <stddef.h>

double finite_mean(const double *value, size_t n);         // NAN where there is none
double finite_largest_size(const double *value, size_t n); // the largest |value|, at least 0
