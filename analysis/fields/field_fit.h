// SPDX-License-Identifier: GPL-3.0-or-later
// FieldFit: a field of weights as a Gaussian or a Gabor function, by least squares:
//     w = baseline + amplitude exp(-u^2 / 2 across^2 - v^2 / 2 along^2) cos(2 pi frequency u +
//     phase)
// about its centre, without the cosine for a Gaussian; v runs along the bars at `orientation`, u
// across them, u = y cos o - x sin o with y up (Jones & Palmer 1987, J Neurophysiol 58:1233).
//
// Refused, with a reason: fewer than 20 samples, all alike, no convergence, less than half of the
// variance explained, a centre outside the field, or a width of more than the field's.
#pragma once

#include <stddef.h>

typedef struct {
    double baseline, amplitude; // amplitude above 0 of a Gabor function
    double column, row;         // centre, samples; (0, 0) is the top left one
    double across, along;       // standard deviations, samples; of a Gaussian along >= across
    double orientation;         // radians in [0, pi), counter-clockwise from the horizontal
    double frequency, phase; // cycles per sample, above 0; radians in [0, 2 pi). NAN of a Gaussian
    double r2;               // 1 - squared residuals / squared distances from the mean
    const char *refused;     // why there is none (all is then NAN); NULL where there is
} FieldFit;

// Of rows x columns weights, row-major; those that are not finite are no part of the field.
FieldFit field_fit_gaussian(const double *weight, size_t rows, size_t columns);
FieldFit field_fit_gabor(const double *weight, size_t rows, size_t columns);
