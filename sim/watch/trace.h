// SPDX-License-Identifier: GPL-3.0-or-later
// Trace: the activity of units that pages look at, in the latest presentations.
#pragma once

#include "model/network.h"
#include "watch/question.h"

enum { TRACES = 8, TRACE_LENGTH = 300 };

typedef struct {
    const Sheet *sheet; // borrowed; NULL: none
    size_t unit;
    int64_t asked;                // iteration at which a page last asked
    int64_t count;                // of presentations noted
    int64_t latest;               // iteration
    float activity[TRACE_LENGTH]; // of presentation k in k % TRACE_LENGTH
} Trace;

// The least recently asked for gives way to another.
typedef struct {
    Trace trace[TRACES];
} Traces;

// Notes what the units show, unless that was done in this iteration.
void traces_note(Traces *traces, const Network *network);

// Arguments: `sheet`, `unit`. {iteration, activity}: of the latest presentation, and the activity
// in so many up to it, as long as it is followed. The unit is followed from now on.
void answer_trace(Question *question, Traces *traces, const Network *network);
