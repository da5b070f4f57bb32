// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelSpacing: the distances between pinwheels, and how evenly they are spread.
//
// Nearest neighbours: on a torus by the shortest way. On an open map a pinwheel counts only where
// its neighbour is nearer than the edge, since a nearer one may otherwise lie outside. Its weight
// is 1 / area of the places where a pinwheel with that distance can count (Hanisch 1984, Statistics
// 15:409).
//
// Missing samples are an edge, too (region.h).
//
// Number variance: the standard deviation of the number of pinwheels in a circle of area A grows as
//     deviation = factor (A / wavelength^2)^exponent.
// The fit is to the logarithms at 10 areas, from 1 to 10 wavelength^2, or up to the area of a
// circle whose radius is a quarter of the map's side, or, with missing samples, half that of the
// largest circle that has none. Circles lie inside the map; their centres form a grid. The exponent
// is 0.5 for random points, and smaller for more even ones (Kaschube et al. 2010).
#pragma once

#include "maps/pinwheels.h"

typedef struct {
    double nearest, nearest_same, nearest_opposite; // means, samples; NAN where none counts
    double opposite;                                // share whose nearest is of opposite sign
    double exponent, factor; // NAN where the largest circle is below 3 wavelength^2
} PinwheelSpacing;

// Of the pinwheels of a map; `wavelength` in samples.
PinwheelSpacing pinwheel_spacing_of(const Pinwheels *pinwheels, const ComplexMap *map,
                                    double wavelength);
