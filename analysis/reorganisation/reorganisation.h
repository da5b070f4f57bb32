// SPDX-License-Identifier: GPL-3.0-or-later
// Reorganisation: changes in the receptive fields of a sheet (field_map.h) since a reference, round
// a scotoma, a disc in visual space, and round units that are gone.
//
// A unit's zone follows from the distance d of its centre in the reference from the middle of the
// scotoma, of radius R: the projection zone (d < R; depth R - d), the border ring (R <= d < R +
// 0.1), the far zone (d > R + 0.2), or between. Units that are gone, and units without a field in
// the reference, have no zone. A unit responds when its peak is at least a share (the criterion) of
// its peak in the reference. Lengths are in sheet units of visual space.
#pragma once

#include "measure/field_map.h"
#include "statistics/statistic.h"

#include <stdbool.h>

#define REORGANISATION_RING 0.1
#define REORGANISATION_FAR 0.2

enum { REORGANISATION_DEPTHS = 4, REORGANISATION_NEIGHBOURS = 9 };

typedef struct {
    double x, y, radius;
} Scotoma;

typedef enum { ZONE_NONE, ZONE_PROJECTION, ZONE_RING, ZONE_BETWEEN, ZONE_FAR, ZONES } Zone;

typedef struct {
    const FieldMap *reference, *now; // of one sheet
    Scotoma scotoma;
    double criterion;
} Comparison;

// Distance of a unit's centre from the middle of the scotoma, NAN without a centre.
double scotoma_distance(const Scotoma *scotoma, const FieldMap *map, size_t unit);
Zone reorganisation_zone(const Comparison *comparison, size_t unit);
bool reorganisation_responds(const Comparison *comparison, size_t unit);

// Numbers of one zone, over its units that respond; NAN where none responds.
typedef struct {
    double units;             // in the zone, responding or not
    double responsive;        // share of them that responds
    double displacement;      // mean distance of centres from those of the reference
    double outward;           // mean component of the displacement away from the scotoma's middle
    double area;              // mean area, as a share of the same units' mean in the reference
    double area_by_reference; // the same of areas above a share of the reference's peak
    double peak;              // mean peak, as a share of the same units' in the reference
    double blank, threshold;  // means over all units of the zone
} ZoneChange;

typedef struct {
    ZoneChange zone[ZONES];
    double core;                         // responsive share of the units deeper than R / 2
    double depth[REORGANISATION_DEPTHS]; // of those in each quarter of the depth, rim first
    double outside;       // share of the projection zone that responds with a centre at d >= R
    double magnification; // units that respond with a centre in the ring's annulus, as a share of
                          // those with a centre there in the reference
    double blank;         // mean activity of all units on a blank screen

    // The lost representation: the places where most of the 9 nearest reference centres belong to
    // units that are gone.
    double lost;         // units that are gone
    double taken_up;     // units that respond with a centre there, as a share of the reference
                         // centres there, of units gone or not
    double taken_before; // the same for the reference centres of units that are still present
} Reorganisation;

void reorganisation_of(const Comparison *comparison, Reorganisation *reorganisation);

enum { REORGANISATION_ROWS = 34 };
void reorganisation_rows(const Reorganisation *reorganisation, Statistic rows[REORGANISATION_ROWS]);

// Stability index (similarity.h) of orientation z[2][units] over the units of a zone.
double reorganisation_stability(const Comparison *comparison, Zone zone, const double *z_reference,
                                const double *z_now);

// The mean areas by the distance d - R from the border, in up to `most` bins of `width`, from the
// middle of the scotoma outwards. Returns the number of bins. A bin without a responding unit has
// NAN.
typedef struct {
    double distance; // of the middle of the bin
    double area, area_by_reference;
    size_t units; // that respond
} ProfileBin;
size_t reorganisation_profile(const Comparison *comparison, double width, size_t most,
                              ProfileBin *bins);
