// SPDX-License-Identifier: GPL-3.0-or-later
// The intervals of every sample's preference and selectivity (confidence.h).
#pragma once

#include "imaging/trial_draws.h"

// [height][width] each, NAN where a sample is missing: ends of the interval of the preference, from
// the preference, in radians; and of |z|. Owned.
typedef struct {
    double *angle_low, *angle_high, *selectivity_low, *selectivity_high;
} SampleIntervals;

// `map`: of all trials.
SampleIntervals sample_intervals_of(const ResponseStack *stack, const ComplexMap *map,
                                    const TrialDraws *draws);
void sample_intervals_free(SampleIntervals *samples);
