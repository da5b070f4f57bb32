// SPDX-License-Identifier: GPL-3.0-or-later
// MapDevelopment: how strong a measure's map was at each iteration at which the measure was taken,
// and how alike it was to the map of the measurement at hand.
#pragma once

#include "files/store.h"
#include "records/measurement.h"

#include <jansson.h>

typedef struct {
    int64_t iteration;
    double similarity; // MeasureSimilarity (measure.h); NaN: undefined, or nothing to compare
    double strength;   // the number that the kind names for it; NaN: undefined
} MapDevelopmentPoint;

typedef struct {
    size_t count;
    MapDevelopmentPoint *point; // [count] owned
} MapDevelopment;               // begins as zero; stays empty where the kind has no similarity

// Compares the map with all of its measure in an open maps.h5. False where they cannot be listed.
bool map_development_compare(MapDevelopment *development, const Measurement *measurement,
                             Store *maps, Error *error);

// Takes the strengths from the measure's series in measures.json, {iteration: {"numbers"}}, rounded
// as there, and sorts the points by iteration.
void map_development_complete(MapDevelopment *development, const Measurement *measurement,
                              json_t *series);

// Draws the curves of both, strength relative to the last, where there are two points or more and
// the last is the measurement at hand.
bool map_development_draw(const MapDevelopment *development, const Measurement *measurement,
                          const MeasurePage *page, Error *error);
