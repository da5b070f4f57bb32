// SPDX-License-Identifier: GPL-3.0-or-later
// What the trials of a stack add to the results of its map (confidence.h).
#pragma once

#include "imaging/trial_draws.h"
#include "measure/results.h"

// Columns of the map "pinwheel_confidence".
enum {
    PINWHEEL_COLUMN,
    PINWHEEL_ROW,
    PINWHEEL_SIGN,
    PINWHEEL_PROBABILITY,
    PINWHEEL_LONG_AXIS,
    PINWHEEL_SHORT_AXIS,
    PINWHEEL_TURN,
    PINWHEEL_COLUMNS
};

// A pinwheel that this share of resamples has is sure.
#define PINWHEEL_SURE 0.95

// stack[n]: of each session, without frames where it has a map alone; the first has frames.
// Adds intervals to the numbers of the first one's map and of what the sessions share, the signal
// over noise, whether the map is modular, and maps of the confidence of every sample and every
// pinwheel. The stack is joined and filtered on the way, as the numbers of the results say that the
// map was. Of a large map the numbers of the layout, which take longest, have intervals only if the
// draws ask for them; a warning says so.
void confidence_results_add(Results *results, ResponseStack *stack, size_t n,
                            const TrialDraws *draws);
