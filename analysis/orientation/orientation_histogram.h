// SPDX-License-Identifier: GPL-3.0-or-later
// Orientation histogram: how evenly a map's preferences are spread over all orientations. All
// samples with a preference have the same weight.
#pragma once

#include "maps/map.h"

// The share of the samples in each of `bins` equal bins of preference; the sum is 1. Bin j is
// centred on j pi / bins, so bin 0 is on the horizontal. Returns the number of samples; the shares
// are 0 if there are none.
size_t orientation_histogram(const ComplexMap *map, size_t bins, double *share);

typedef struct {
    double bias;          // |<exp(2i theta)>|: 0 even, 1 all the same
    double bias_angle;    // the orientation in excess, radians in [0, pi)
    double fourfold_bias; // |<exp(4i theta)>|: two orientations 90 degrees apart in excess
    double cardinal_bias; // <cos(4 theta)>: horizontal and vertical above 0, oblique below
} OrientationBias;

// All NAN where no sample has a preference. Chance gives about 1 / sqrt(n) for n independent
// patches of the map; n is about the number of hypercolumns.
OrientationBias orientation_histogram_bias(const ComplexMap *map);
