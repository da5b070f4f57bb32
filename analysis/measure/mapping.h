// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping: the settings that all measures of receptive fields share, whether they map with spots or
// with noise; the map of fields; and its form in results and files.
#pragma once

#include "measure/field_map.h"
#include "measure/measure.h"
#include "measure/noise_mapping.h"
#include "measure/response_mapping.h"

typedef enum { MAPPING_SPOTS, MAPPING_NOISE } MappingProtocol;

typedef struct {
    char *sheet, *eye;
    int protocol;                   // a MappingProtocol
    double sigma, step, half_range; // half_range NaN: the sheet's
    double contrast, background, criterion;
    int64_t frames;
} MappingSettings;

extern const Block mapping_settings; // rows of MappingSettings, the base of each measure's block

bool mapping_check(const void *mapping, const NetworkSettings *network, const char *place,
                   Error *error);

// Maps a sheet. area_by_reference is the area where the response is at least the criterion times
// reference_peak[units], or, with NULL, times the unit's own peak; NAN where that peak is 0.
FieldMap *mapping_take(const MappingSettings *settings, Network *network,
                       const double *reference_peak);

// Adds the arrays of a map of fields to the maps of the results.
void mapping_add(const MappingSettings *settings, const FieldMap *map, Results *results);

// The map of fields that a measure found at an earlier iteration (earlier.h); NULL, with a message,
// if it is missing or has another size.
FieldMap *mapping_from_earlier(Store *maps, const char *measure, int64_t iteration, size_t side,
                               Error *error);
