// SPDX-License-Identifier: GPL-3.0-or-later
// TuningCurve: the tuning of one unit, from its responses to orientations and to phases.
#pragma once

#include <stddef.h>

typedef struct {
    double selectivity; // 1 - circular variance (selectivity.h); NAN without a response
    double largest;     // the maximum response
    // From the fitted curve (von_mises_fit.h); NAN where the fit is refused.
    double osi;        // (preferred - orthogonal) / (preferred + orthogonal)
    double half_width; // at half height above the baseline, radians; NAN also where it has none
    double r2;
    // From the responses themselves.
    double raw_osi;        // of the maximum and the response 90 degrees from it; NAN as above
    double raw_half_width; // see below
} TuningCurve;

// From n >= 3 responses to the orientations j pi / n.
TuningCurve tuning_curve_of(const double *response, size_t n);

// The half width of the responses: half the distance between the places, on both sides of the
// maximum, where the curve through the responses first falls to the middle between its maximum and
// the smallest response. The curve is their Fourier interpolation. Radians; NAN where all responses
// are alike, one is not finite, or fewer than two are above the middle, as the peak is then
// narrower than the orientations can tell.
double tuning_curve_half_width(const double *response, size_t n);

// F1 / F0 (Skottun et al. 1991, Vision Res 31:1079) from n responses to equally spaced phases of a
// grating: F0 = mean r, F1 = |2 / n sum r exp(i phase)|. Responses below 0 count as 0. A unit is
// simple above 1, complex otherwise. A half-wave rectified sine has pi / 2; the maximum is 2. NAN
// for n < 3 and without a response.
double tuning_curve_modulation(const double *response, size_t n);
