// SPDX-License-Identifier: GPL-3.0-or-later
// TrialIntervals: 95 % intervals of numbers, by drawing the trials of stacks again and leaving out
// each frame in turn (trial_draws.h, bca.h). All kinds of maps have theirs from here.
#pragma once

#include "imaging/trial_draws.h"
#include "statistics/bca.h"

typedef struct {
    const ResponseStack *stack; // [stacks]; those without frames are not drawn
    size_t stacks, numbers;
    const char *const *name; // [numbers]
    // Finds the numbers where the frames of stack s have weight[s]. Draws below the resamples are
    // resamples, the others have a frame left out. Runs on several threads.
    void (*find)(void *of, double *const *weight, size_t draw, double *value);
    void *of;
} TrialNumbers;

// `own`: the numbers of all trials. Writes interval[numbers]. What counts pinwheels or the like has
// percentiles; an interval of numbers none of which is below 0 does not reach below 0. NAN where
// the number is undefined, also in a draw, and where it is no count and no draw changes it.
void trial_intervals_find(const TrialNumbers *numbers, const TrialDraws *draws, const double *own,
                          Interval *interval);
