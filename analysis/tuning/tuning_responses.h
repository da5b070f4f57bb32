// SPDX-License-Identifier: GPL-3.0-or-later
// TuningResponses: the responses of units on a grid over the middle of a sheet to gratings of all
// orientations, phases and contrasts.
//
// Tables are [n][count], with a column for each unit.
#pragma once

#include "measure/gratings.h"

typedef struct {
    size_t count, orientations, phases, contrasts;
    size_t *unit;     // [count] owned
    double *response; // [orientations][phases][contrasts][count], at least 0; owned
    size_t negative;  // responses below 0, taken as 0
} TuningResponses;

// Chooses at most `units` units (0: all) in the region of the gratings, and shows the gratings at
// each contrast.
TuningResponses tuning_responses_take(const GratingSettings *gratings, const double *contrast,
                                      size_t contrasts, size_t units, Network *network,
                                      Sheet *sheet);
void tuning_responses_free(TuningResponses *responses);

// The maximum responses over phases at one contrast: curves[orientations][count].
void tuning_responses_curves(const TuningResponses *responses, size_t contrast, double *curves);

// The responses of each unit to the phases of its preferred orientation, phases[phases][count], at
// the highest contrast; `curves` are those at that contrast.
void tuning_responses_phases(const TuningResponses *responses, const double *curves,
                             double *phases);

// The i-th unit's column of a table [n][count], and the index of the maximum of n values.
void tuning_column(const double *table, size_t n, size_t count, size_t i, double *column);
size_t tuning_preferred(const double *value, size_t n);
