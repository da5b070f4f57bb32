// SPDX-License-Identifier: GPL-3.0-or-later
// FieldFit: the least-squares fit of a Gaussian or a Gabor function to a field of weights:
//     w = baseline + amplitude exp(-u^2 / 2 across^2 - v^2 / 2 along^2) cos(2 pi frequency u +
//     phase)
// about its centre; a Gaussian lacks the cosine. v runs along the bars at `orientation`, and u
// across them, u = y cos o - x sin o with y up (Jones & Palmer 1987, J Neurophysiol 58:1233).
//
// A fit is refused, with a reason, for fewer than 20 samples, for weights that are all equal,
// without convergence, and where it explains less than half of the variance, has its centre outside
// the field, or is wider than the field.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double baseline, amplitude; // the amplitude of a Gabor function is above 0
    double column, row;         // centre, samples; (0, 0) is the top left one
    double across, along;       // standard deviations, samples; along >= across for a Gaussian
    double orientation;         // radians in [0, pi), counter-clockwise from the horizontal
    double frequency, phase; // cycles per sample, above 0; radians in [0, 2 pi). NAN for a Gaussian
    double r2;               // 1 - squared residuals / squared distances from the mean
    const char *refused;     // reason, where all numbers are NAN; NULL where there is a fit
} FieldFit;

// Of a Gabor function or a Gaussian, from rows x columns weights, row-major; weights that are not
// finite do not belong to the field.
FieldFit field_fit(const double *weight, size_t rows, size_t columns, bool gabor);
