// SPDX-License-Identifier: GPL-3.0-or-later
// TuningCurve: what the responses of one unit to orientations say of it, and those to phases.
#pragma once

#include <stddef.h>

typedef struct {
    double selectivity; // 1 - circular variance (selectivity.h); NAN without a response
    double largest;     // response
    // From the fitted curve (von_mises_fit.h); NAN where it is refused.
    double osi;        // (preferred - orthogonal) / (preferred + orthogonal)
    double half_width; // at half height above the baseline, radians; NAN as well where it has none
    double r2;
} TuningCurve;

// From n >= 3 responses to the orientations j pi / n.
TuningCurve tuning_curve_of(const double *response, size_t n);

// F1 / F0 (Skottun et al. 1991, Vision Res 31:1079) from n responses to equally spaced phases of a
// grating, those below 0 counting as 0: F0 = mean r, F1 = |2 / n sum r exp(i phase)|. Above 1 a
// unit is called simple, otherwise complex; a half-wave rectified sine has pi / 2, the most is 2.
// NAN for n < 3 and without a response.
double tuning_curve_modulation(const double *response, size_t n);
