// SPDX-License-Identifier: GPL-3.0-or-later
// Finite: statistics of the finite ones among n values, as where missing units have NAN.
#pragma once

#include <stddef.h>

double finite_mean(const double *value, size_t n);         // NAN without finite values
double finite_largest_size(const double *value, size_t n); // the largest |value|, at least 0
