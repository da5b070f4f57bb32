// SPDX-License-Identifier: GPL-3.0-or-later
// Quartiles: median and quartiles of the finite values, interpolated linearly between the two
// nearest in order.
#pragma once

#include <stddef.h>

typedef struct {
    double low, median, high; // NAN where no value is finite
    size_t count;             // of finite values
} Quartiles;

Quartiles quartiles_of(const double *value, size_t n);
