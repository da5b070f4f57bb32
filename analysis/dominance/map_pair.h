// SPDX-License-Identifier: GPL-3.0-or-later
// MapPair: a map of orientation and a map of ocular dominance, both smoothed, with everything that
// their comparison needs (docs/measures.md).
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

// Smooths both by a Gaussian with that standard deviation, in samples.
MapPair map_pair_new(const ComplexMap *z, const ScalarMap *index, double smoothing);
void map_pair_free(MapPair *pair);
