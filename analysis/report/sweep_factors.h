// SPDX-License-Identifier: GPL-3.0-or-later
// SweepFactors: what varied between the runs of a sweep, each as a factor with its levels: the
// conditions, where there are several, then the settings.
#pragma once

#include "records/swept_runs.h"

typedef enum { FACTOR_LINEAR, FACTOR_LOGARITHMIC, FACTOR_NAMES } FactorScale;

typedef struct {
    const char *path;  // "condition", or of the setting; borrowed, as the levels
    const char *label; // the path's last part, where no other factor has the same
    size_t count;
    const char **level; // [count] numbers by size, texts as they come; owned, as all arrays
    double *place;      // [count] the numbers; where levels are names, 0, 1, ...
    FactorScale scale;
    size_t *of_run; // [runs] a run's level
} SweepFactor;

typedef struct {
    size_t count;
    SweepFactor *factor; // owned
    const SweptRuns *runs;
} SweepFactors;

// What has one value alone is no factor. Values evenly spaced, or drawn, in logarithm are
// FACTOR_LOGARITHMIC.
SweepFactors sweep_factors_find(const SweptRuns *runs);
void sweep_factors_free(SweepFactors *factors);

// Do the levels of both come together in every way? Settings that are drawn together do not.
bool sweep_factors_are_crossed(const SweepFactors *factors, const SweepFactor *a,
                               const SweepFactor *b);

// Puts runs that are on the same levels in all factors that are marked into one group; the group of
// each run, counted in the order in which they first come, owned by the caller.
size_t *sweep_factors_group(const SweepFactors *factors, const bool *marked, size_t *groups);

// "inhibition = -1.4, contrast = 0.5": the levels of a run in the factors that are marked; owned by
// the caller.
char *sweep_factors_tell(const SweepFactors *factors, const bool *marked, size_t run);
