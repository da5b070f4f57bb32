// SPDX-License-Identifier: GPL-3.0-or-later
// MapSimilarities: how alike the map of a measurement is to those of the other iterations at which
// the measure was taken, and to itself.
#pragma once

#include "files/store.h"
#include "records/measurement.h"

typedef struct {
    int64_t iteration;
    double value; // MeasureSimilarity (measure.h); NaN: undefined
} MapSimilarity;

typedef struct {
    size_t count;
    MapSimilarity *similarity; // [count] in the order of maps.h5; owned
} MapSimilarities;             // begins as zero

// Compares with all maps of the measure in an open maps.h5; finds nothing where the kind of the
// measure has no similarity. A map of another size is passed over.
void map_similarities_find(MapSimilarities *similarities, const Measurement *measurement,
                           Store *maps);
void map_similarities_free(MapSimilarities *similarities);

// The similarity to the map of an iteration; NaN where there is none.
double map_similarities_at(const MapSimilarities *similarities, int64_t iteration);
