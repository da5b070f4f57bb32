// SPDX-License-Identifier: GPL-3.0-or-later
// The stacks of responses among a recording's arrays, which give way to maps of them.
#pragma once

#include "imaging/response_stack.h"
#include "measure/recording.h"

// What the user says of the stacks. An empty text leaves it to the array: stack_axes_read and
// stack_stimuli_read say how.
typedef struct {
    // Of every array with as many axes; or a list for each array, with ';' between, of which "map"
    // is no stack.
    const char *axes;
    const char *stimuli;
    const char *window; // frames of the time axis that count, "5-20" from 1; "": all
    double turn;        // degrees of one round of the stimuli
    bool drift;         // the stimuli are directions of drift
    bool darker;        // active cortex gives less
    StackNormalisation normalisation;
} StackProtocol;

// How an array of the recording is made of the stack at its place.
typedef enum {
    MADE_OF_NONE,    // it is no stack
    MADE_VECTOR_SUM, // planes of z
    MADE_INDEX,      // ocular dominance, of this stack, the left eye's, and the next
    MADE_MEANS       // a mean over trials for each condition
} MadeOf;

typedef struct {
    ResponseStack stack[RECORDING_MOST]; // owned; without frames where there is none
    MadeOf made[RECORDING_MOST];         // each array of the recording
    bool sessions;                       // the arrays are orientation maps, one of each session
} RecordedStacks;

// Whether arrays of a kind can have trials at all.
bool recorded_stacks_allowed(const char *kind);

// Puts a map in the place of each stack among the arrays, and keeps the stacks:
// - orientation: maps of orientation;
// - ocular dominance: an index in the place of two stacks, of the left and the right eye;
// - geometry: a map of orientation, and an index of two stacks behind it;
// - retinotopy: centres, of a stack whose two conditions are x and y; sizes, of one;
// - tuning: curves, of a stack of units.
// For scattered units, preferences take the place of responses.
bool recorded_stacks_take(const char *kind, const StackProtocol *protocol, Recording *recording,
                          RecordedStacks *stacks, Error *error);
void recorded_stacks_free(RecordedStacks *stacks);

// The recording where the frames of stack k have weight[k]; its arrays that are made of stacks are
// its own, the others borrowed. For recorded_stacks_redrawn_free.
Recording recorded_stacks_redrawn(const RecordedStacks *stacks, const Recording *recording,
                                  double *const *weight);
void recorded_stacks_redrawn_free(const RecordedStacks *stacks, Recording *redrawn);
