// SPDX-License-Identifier: GPL-3.0-or-later
// VonMisesFit: the least-squares fit of a von Mises function of orientation on a baseline (Swindale
// 1998, Biol Cybern 78:45) to the tuning curve of one unit:
//     r(theta) = baseline + amplitude exp(concentration (cos 2 (theta - preference) - 1)).
// The baseline is at least 0. Otherwise the best fit to a broad peak has a baseline far below all
// possible responses, and no width.
//
// The half width is taken at half height ABOVE THE BASELINE, where the curve falls to baseline +
// amplitude / 2: 1/2 arccos(1 - ln 2 / concentration). Below a concentration of ln 2 / 2 the curve
// never falls that far, and has no half width. (A width at half of the absolute height is larger.)
//
// A fit is refused, with a reason, for fewer than 6 orientations, for responses that are all equal
// or not finite, without convergence to an upright peak, where it explains less than half of the
// variance, and where the half width is below half of the step between orientations.
#pragma once

#include <stddef.h>

typedef struct {
    double baseline, amplitude, concentration;
    double preference;   // radians in [0, pi)
    double half_width;   // at half height above the baseline, radians; NAN where there is none
    double r2;           // 1 - squared residuals / squared distances from the mean
    const char *refused; // reason, where all numbers are NAN; NULL where there is a fit
} VonMisesFit;

// From n responses to the orientations j pi / n.
VonMisesFit von_mises_fit(const double *response, size_t n);

double von_mises_fit_at(const VonMisesFit *fit, double theta);
