// SPDX-License-Identifier: GPL-3.0-or-later
// MapDevelopment: the strength of a measure's map at each iteration at which the measure was taken,
// and the map's similarity to that of the current measurement.
#pragma once

#include "files/store.h"
#include "records/measurement.h"

#include <jansson.h>

typedef struct {
    int64_t iteration;
    double similarity; // MeasureSimilarity (measure.h); NaN: undefined, or no map to compare
    double strength;   // the kind's number `strength`; NaN: undefined
} MapDevelopmentPoint;

typedef struct {
    size_t count;
    MapDevelopmentPoint *point; // [count] owned
} MapDevelopment;               // begins as zero; stays empty if the kind has no similarity

// Compares the map with all maps of its measure in an open maps.h5. False if these cannot be
// listed.
bool map_development_compare(MapDevelopment *development, const Measurement *measurement,
                             Store *maps, Error *error);

// Adds the strengths from the measure's series in measures.json, {iteration: {"numbers"}}, rounded
// as in the file, and sorts the points by iteration.
void map_development_complete(MapDevelopment *development, const Measurement *measurement,
                              json_t *series);

// The development up to the iteration, read back from a measure's series.
void map_development_read(MapDevelopment *development, const Measurement *measurement,
                          json_t *series);

// Draws the curves of similarity and of strength, which is divided by its last value. It draws
// nothing if there are fewer than two points, or if the last is not the current measurement.
bool map_development_draw(const MapDevelopment *development, const Measurement *measurement,
                          const MeasurePage *page, Error *error);
