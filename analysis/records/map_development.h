// SPDX-License-Identifier: GPL-3.0-or-later
// MapDevelopment: how strong a measure's map was, and how like the newest map, at each iteration at
// which the measure was taken.
#pragma once

#include "records/map_similarities.h"

#include <jansson.h>

typedef struct {
    int64_t iteration;
    double strength;   // the number that the kind names for it; NaN: undefined, as the next
    double similarity; // to the map of the measurement taken now
} MapDevelopmentPoint;

typedef struct {
    size_t count;
    MapDevelopmentPoint *point; // [count] by rising iteration; owned
} MapDevelopment;               // begins as zero

// From the series of a measure in measures.json, {iteration: {"numbers"}}, which holds the
// measurement already; finds nothing where the kind of the measure has no similarity. Values are
// rounded as in measures.json, so that a curve does not depend on which of them are new.
void map_development_find(MapDevelopment *development, const Measurement *measurement,
                          json_t *series, const MapSimilarities *similarities);
void map_development_free(MapDevelopment *development);

// Draws the curves of both, strength relative to the newest, where there are two points or more and
// none is of a later iteration than the measurement.
bool map_development_draw(const MapDevelopment *development, const Measurement *measurement,
                          const MeasurePage *page, Error *error);
