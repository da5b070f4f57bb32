// SPDX-License-Identifier: GPL-3.0-or-later
// VonMisesFit: the tuning curve of one unit as a von Mises function of orientation (Swindale 1998,
// Biol Cybern 78:45) on a baseline, by least squares:
//     r(theta) = baseline + amplitude exp(concentration (cos 2 (theta - preference) - 1)),
// the baseline not below 0: otherwise a broad peak fits best far above a baseline that no response
// can reach, and has no width.
//
// Its half width at half height ABOVE THE BASELINE is 1/2 arccos(1 - ln 2 / concentration): where
// the curve has fallen to baseline + amplitude / 2. Below a concentration of ln 2 / 2 it never
// falls that far, and there is none. (A width at half of the absolute height is larger.)
//
// Refused, with a reason: fewer than 6 orientations, all responses alike or one not finite, no
// convergence to an upright peak, less than half of the variance explained, or a peak with less
// than half of the step between orientations to the half height, which lies between the samples.
#pragma once

#include <stddef.h>

typedef struct {
    double baseline, amplitude, concentration;
    double preference;   // radians in [0, pi)
    double half_width;   // at half height above the baseline, radians; NAN where there is none
    double r2;           // 1 - squared residuals / squared distances from the mean
    const char *refused; // why there is no fit (all is then NAN); NULL where there is
} VonMisesFit;

// From n responses to the orientations j pi / n.
VonMisesFit von_mises_fit(const double *response, size_t n);

double von_mises_fit_at(const VonMisesFit *fit, double theta);
