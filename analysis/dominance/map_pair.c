// SPDX-License-Identifier: GPL-3.0-or-later
#include "dominance/map_pair.h"

#include "maps/column_spacing.h"
#include "maps/smoothing.h"
#include "maps/wavelength.h"

#include <math.h>

static const double pinwheel_reach = 0.1; // wavelengths from a pinwheel where no crossing counts

// Samples from a pinwheel; 0 where the orientation map has no wavelength.
static double reach_of(const ComplexMap *orientation) {
    double wavelength = wavelength_of(orientation).peak_fit;
    return isfinite(wavelength) ? pinwheel_reach * wavelength : 0;
}

// The period of the index before smoothing; NAN where its spectrum has no ring.
static double period_of(const ScalarMap *index) {
    Wavelength wavelength = wavelength_of(index);
    return column_spacing_of(&wavelength, index->spacing).peak_fit;
}

MapPair map_pair_new(const ComplexMap *z, const ScalarMap *index, double smoothing) {
    MapPair pair = {.orientation = smoothing_of(z, smoothing),
                    .index = smoothing_of(index, smoothing)};
    pair.ranks = pinwheel_ranks_map(pair.index);
    pair.pinwheels = pinwheels_new(pair.orientation);
    pair.crossings = crossings_new(pair.orientation, pair.index, reach_of(pair.orientation));
    pair.border = contour_new(pair.index);
    pair.distance = border_distance_new(pair.index, pair.border);
    pair.period = period_of(index);
    return pair;
}

void map_pair_free(MapPair *pair) {
    border_distance_free(pair->distance);
    contour_free(pair->border);
    crossings_free(pair->crossings);
    pinwheels_free(pair->pinwheels);
    map_free(pair->ranks);
    map_free(pair->index);
    map_free(pair->orientation);
}
