// SPDX-License-Identifier: GPL-3.0-or-later
// Region: how far the places of a map lie from what is not there, its missing samples and, on an
// open map, the world beyond its edges.
//
// The area of a map is that of its plaquettes, whose outermost corners are samples. So the distance
// of a sample is that to the nearest missing one less a sample step: 0 on the rim, -1 where a
// sample is missing. Between samples it is interpolated.
#pragma once

#include "maps/map.h"

// Takes away what lies outside: samples where inside[height * width] is 0 or not finite become
// missing.
void region_apply(Map *map, const double *inside);

// Samples that are there.
size_t region_samples(const Map *map);

typedef struct {
    size_t height, width;
    bool periodic;
    double *distance; // [height][width], samples; owned
    double *sorted;   // the same in order; owned
    double deepest;   // the largest: the radius of the largest circle in the map
} Region;

Region region_of(const Map *map);
void region_free(Region *region);

// The distance at a place of the map.
double region_distance(const Region *region, double column, double row);

// The area of the places at least this far in, samples^2.
double region_area(const Region *region, double distance);
