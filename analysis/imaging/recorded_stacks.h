// SPDX-License-Identifier: GPL-3.0-or-later
// The stacks of responses among a recording's arrays, which give way to maps of them.
#pragma once

#include "imaging/response_stack.h"
#include "measure/recording.h"

// What the user says of the stacks. An empty text leaves it to the array: stack_axes_read and
// stack_stimuli_read say how.
typedef struct {
    const char *axes, *stimuli;
    const char *window; // frames of the time axis that count, "5-20" from 1; "": all
    double turn;        // degrees of one round of the stimuli
    bool drift;         // the stimuli are directions of drift
    StackNormalisation normalisation;
} StackProtocol;

typedef struct {
    ResponseStack stack[RECORDING_MOST]; // owned; without frames where there is none
} RecordedStacks;

// Puts a map in the place of each stack among the arrays; for ocular dominance, an index in the
// place of two stacks, of the left and the right eye; for scattered units, preferences in the place
// of responses. Keeps stacks of orientations, each at its array's place.
bool recorded_stacks_take(const char *kind, const StackProtocol *protocol, Recording *recording,
                          RecordedStacks *stacks, Error *error);
void recorded_stacks_free(RecordedStacks *stacks);
