// SPDX-License-Identifier: GPL-3.0-or-later
// Afferent fields: the centres and sizes of the receptive fields of a sheet's units, from their
// afferent weights.
//
// The weights of the named projections, for all eyes and polarities, are added unit by unit of
// their source sheets, which have the same geometry. The sum is smoothed by a Gaussian of
// `smoothing` source units. Weights below the share `cut` of its maximum are left out
// (receptive_field.h).
#pragma once

#include "fields/retinotopy.h"
#include "model/network.h"

typedef struct {
    const TextList *projections;
    double smoothing, cut;
} AfferentFields;

// For measures: refuses projections that do not exist, do not go to the sheet, or come from sheets
// whose units do not lie alike. `place`: of the list in the config.
bool afferent_fields_check(const TextList *projections, const char *sheet,
                           const NetworkSettings *network, const char *place, Error *error);

// Writes centres and size[units] of all units; NaN where a unit has no field.
void afferent_fields_find(const Network *network, const Sheet *sheet, const AfferentFields *fields,
                          Retinotopy *centres, double *size);

// The same of units[count], as x[count], y[count] and size[count].
void afferent_fields_of(const Network *network, const Sheet *sheet, const AfferentFields *fields,
                        const size_t *units, size_t count, double *x, double *y, double *size);
