// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelPlateau: the pinwheel density that does not depend on how far noise is smoothed away
// (Kaschube et al. 2010, supplement).
//
// The map is low-pass filtered by 1 / (1 + exp((k - c) / (0.05 c))) with the cut-off wavelength 1 /
// c from 0.2 to 1 times the map's. With little smoothing noise makes pinwheels, with much the map
// itself loses them; between, the density stands still. Least squares over the cut-offs x find
//     density(x) = value + slope_a min(x - a, 0) + slope_b max(x - b, 0),   b - a >= 0.15,
// whose level part is the plateau. Beyond the edges of an open map
// there is nothing; what its weight would restore near them (map_filter.h) does not move pinwheels.
#pragma once

#include "maps/map.h"

enum { PINWHEEL_PLATEAU_CUTS = 33 };

typedef struct {
    double cut[PINWHEEL_PLATEAU_CUTS];     // cut-off, in wavelengths of the map
    double density[PINWHEEL_PLATEAU_CUTS]; // pinwheels per wavelength^2
    double value, low, high; // of the plateau, and where it lies; NAN where nothing was counted
} PinwheelPlateau;

// `wavelength` in samples, of the map as a whole; NAN: no plateau.
PinwheelPlateau pinwheel_plateau_of(const ComplexMap *map, double wavelength);
