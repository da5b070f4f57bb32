// SPDX-License-Identifier: GPL-3.0-or-later
// MapPair: a map of orientation and one of ocular dominance as they are compared
// (docs/measures.md), smoothed, with what the comparison needs of them.
#pragma once

#include "dominance/border_distance.h"
#include "dominance/crossings.h"
#include "maps/pinwheels.h"
#include "orientation/pinwheel_ranks.h"

typedef struct {
    ComplexMap *orientation;
    ScalarMap *index, *ranks;
    Pinwheels *pinwheels;
    Crossings *crossings;
    Contour *border;
    BorderDistance *distance; // to the border
    double period;            // of ocular dominance, samples; NAN without a ring
} MapPair;

// Smooths by a Gaussian of that many samples.
MapPair map_pair_new(const ComplexMap *z, const ScalarMap *index, double smoothing);
void map_pair_free(MapPair *pair);
