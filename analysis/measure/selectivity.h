// SPDX-License-Identifier: GPL-3.0-or-later
// Selectivity: the orientation tuning of one unit from its responses to a set of orientations.
#pragma once

#include <stddef.h>

typedef struct {
    double real, imaginary; // z = sum_j r_j exp(2i theta_j)
    double preference;      // arg z / 2, radians in [0, pi); NAN where z is 0
    double selectivity;     // |z| / sum_j r_j = 1 - circular variance, in [0, 1] (Ringach et al.
                            // 2002); NAN where no r_j > 0
    size_t clipped;         // responses below 0, taken as 0
} Selectivity;

// From n >= 3 responses to the orientations theta_j = j pi / n, counter-clockwise from the
// horizontal. Use 8 or more, since the responses count as samples of a smooth tuning curve. A
// response that is not finite makes all members but `clipped` NAN.
Selectivity selectivity_from_responses(const double *response, size_t n);
