// SPDX-License-Identifier: GPL-3.0-or-later
// Quartiles: median and quartiles of those of some values that are finite, linearly between the two
// nearest in order.
#pragma once

#include <stddef.h>

typedef struct {
    double low, median, high; // NAN where no value is finite
    size_t count;             // of those that are
} Quartiles;

Quartiles quartiles_of(const double *value, size_t n);
