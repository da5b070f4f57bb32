// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelPlateau: the pinwheel density that does not depend on the smoothing of the map (Kaschube
// et al. 2010, supplement).
//
// The map is low-pass filtered by 1 / (1 + exp((k - c) / (0.05 c))). The cut-off wavelength 1 / c
// goes from 0.2 to 1 times the map's. Weak smoothing leaves pinwheels that noise makes; strong
// smoothing removes pinwheels of the map itself. Between the two, the density is constant. Least
// squares over the cut-offs x fit
//     density(x) = value + slope_a min(x - a, 0) + slope_b max(x - b, 0),   b - a >= 0.15,
// and the constant part, from a to b, is the plateau. An open map counts as 0 beyond its edges. The
// filter's weight near the edges (map_filter.h) is not corrected, as it does not move pinwheels.
#pragma once

#include "maps/map.h"

enum { PINWHEEL_PLATEAU_CUTS = 33 };

typedef struct {
    double cut[PINWHEEL_PLATEAU_CUTS];     // cut-off, in wavelengths of the map
    double density[PINWHEEL_PLATEAU_CUTS]; // pinwheels per wavelength^2
    double value, low, high; // density, and first and last cut-off of the plateau; or NAN
} PinwheelPlateau;

// `wavelength`: of the whole map, in samples; NAN: no plateau.
PinwheelPlateau pinwheel_plateau_of(const ComplexMap *map, double wavelength);
