// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelSpacing: how far pinwheels lie from each other, and how evenly they are spread.
//
// Nearest neighbours: on a torus by the shortest way. On an open map a pinwheel counts where its
// neighbour is nearer than the edge, so that none nearer can lie outside, with the weight 1 / area
// of the places where that can be (Hanisch 1984, Statistics 15:409).
//
// Number variance: the standard deviation of how many pinwheels lie in a circle of area A grows as
//     deviation = factor (A / wavelength^2)^exponent,
// fitted to the logarithms at 10 areas from 1 to 10 wavelength^2, or to that of a circle with a
// quarter of the map's side as radius. Circles lie inside the map, their centres on a grid. The
// exponent is 0.5 for points at random, less for evener ones (Kaschube et al. 2010).
#pragma once

#include "maps/pinwheels.h"

typedef struct {
    double nearest, nearest_same, nearest_opposite; // means, samples; NAN where none counts
    double opposite;                                // share whose nearest is of opposite sign
    double exponent, factor; // NAN where the largest circle is below 3 wavelength^2
} PinwheelSpacing;

// Of pinwheels of a map of height x width samples.
PinwheelSpacing pinwheel_spacing_of(const Pinwheels *pinwheels, const ComplexMap *map,
                                    double wavelength);
