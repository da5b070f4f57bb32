// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping: what the measures that map receptive fields, with spots or with noise, have in common:
// their settings, the map of fields that comes of them, and how it is filed.
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

bool mapping_check(const MappingSettings *settings, const NetworkSettings *network,
                   const char *place, Error *error);

// Maps a sheet. area_by_reference is of what is at least the criterion times reference_peak[units],
// or, with NULL, times the unit's own peak; NAN where that is 0.
FieldMap *mapping_take(const MappingSettings *settings, Network *network,
                       const double *reference_peak);

// How it was measured, in words; owned by the caller.
char *mapping_protocol(const MappingSettings *settings);

// Files a map of fields as maps of the results.
void mapping_add(const MappingSettings *settings, const FieldMap *map, Results *results);

// A map of fields that was filed, from the results, or from what a measure found at an iteration
// (earlier.h); NULL, with a message, if it is not there or of another size.
FieldMap *mapping_from_results(const Results *results);
FieldMap *mapping_from_earlier(Store *maps, const char *measure, int64_t iteration, size_t side,
                               Error *error);
