// SPDX-License-Identifier: GPL-3.0-or-later
// ReceptiveField: centre and size of a field of weights.
//
// Weights below a share of the largest are left out, since a wide skirt of small weights would
// dominate the size; so are those below 0. Over what is left: centre = sum w x / sum w, covariance
// C about it, size = (det C)^(1/4), the standard deviation of a round Gaussian of equal area.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double column, row; // centre, in samples from the first weight; NAN where no weight is above 0
    double size;        // samples; NAN as well
} ReceptiveField;

// Of rows x columns weights, row-major, below `threshold` of whose largest all is left out.
ReceptiveField receptive_field_of(const double *weight, size_t rows, size_t columns,
                                  double threshold);
