// SPDX-License-Identifier: GPL-3.0-or-later
// ReceptiveField: centre and size of a field of weights.
//
// Weights below a share of the maximum are left out, since many small weights in a wide surround
// would dominate the size; negative weights are left out as well. From the others: centre = sum w x
// / sum w, C the covariance about it, and size = (det C)^(1/4), the standard deviation of a round
// Gaussian of equal area.
#pragma once

#include <stddef.h>

typedef struct {
    double column, row; // centre, in samples from the first weight
    double size;        // samples; all three are NAN where no weight is above 0
} ReceptiveField;

// From rows x columns weights, row-major, without those below `threshold` times the maximum.
ReceptiveField receptive_field_of(const double *weight, size_t rows, size_t columns,
                                  double threshold);
