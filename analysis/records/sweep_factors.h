// SPDX-License-Identifier: GPL-3.0-or-later
// SweepFactors: what varied between the runs of a sweep, as factors with levels. The conditions are
// the first factor if there are several; the settings follow.
#pragma once

#include "records/swept_runs.h"

typedef enum { FACTOR_LINEAR, FACTOR_LOGARITHMIC, FACTOR_NAMES } FactorScale;

typedef struct {
    const char *path;  // "condition", or the path of the setting; borrowed, as are the levels
    const char *label; // the path's last part, or the path if another factor has the same last part
    char *title; // its last two parts and the setting's unit, as "bars sigma, sheet units"; owned
    size_t count;
    const char **level; // [count] numbers by size, texts by first occurrence; owned, as all arrays
    double *place;      // [count] the numbers; 0, 1, ... if the levels are names
    FactorScale scale;
    size_t *of_run; // [runs] the place of each run's level
} SweepFactor;

typedef struct {
    size_t count;
    SweepFactor *factor; // owned
    const SweptRuns *runs;
} SweepFactors;

// A setting with a single value is no factor. Values that are evenly spaced in logarithm, or were
// drawn so, are FACTOR_LOGARITHMIC.
SweepFactors sweep_factors_find(const SweptRuns *runs);
void sweep_factors_free(SweepFactors *factors);

// Does every pair of levels of the two factors occur in a run? Not if the settings were drawn
// together.
bool sweep_factors_are_crossed(const SweepFactors *factors, const SweepFactor *a,
                               const SweepFactor *b);

// Groups the runs with the same levels in all marked factors. Returns the group of each run, in the
// order of first occurrence; owned by the caller.
size_t *sweep_factors_group(const SweepFactors *factors, const bool *marked, size_t *groups);

// The factor whose levels run across a page: the first setting, else the conditions; NULL: nothing
// varied.
const SweepFactor *sweep_factors_across(const SweepFactors *factors);

// The run that is shown for a group: the finished one with the lowest seed, or any run.
size_t sweep_factors_example(const SweepFactors *factors, const size_t *group_of, size_t group);

// The levels of a run in the marked factors, "inhibition = -1.4, contrast = 0.5"; owned by the
// caller.
char *sweep_factors_levels(const SweepFactors *factors, const bool *marked, size_t run);
