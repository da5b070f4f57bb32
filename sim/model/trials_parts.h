// SPDX-License-Identifier: GPL-3.0-or-later
// What trials.c (which trials there are) and trials_response.c (what the sheet does in them) share.
#pragma once

#include "model/settling.h"
#include "kernels/trial_activity.h"
#include "model/trials.h"

// What a tile of targets takes in, or does.
typedef float Lanes[TRIALS][LANES];

typedef struct {
    const Projection *projection;
    float *lines; // weights of a shared field whose targets are units of its grid; owned. Or NULL
    float *scale; // [tiles of targets][LANES] owned
} Input;

typedef struct {
    size_t count;
    Input *items; // owned
} Inputs;

// Up to TRIALS trials.
typedef struct {
    size_t count;
    TrialActivity *source;  // [forward projections] owned
    TrialActivity shown[2]; // which the passes write in turn
    size_t last;            // the one that was written last
    Lanes *drive;           // [tiles of targets] owned
    unsigned char *driven;  // [tiles of targets] is any unit's drive above threshold? owned
    bool settled[TRIALS];   // trials that take no more steps
} TrialSet;

// A thread's room for lists of sources.
typedef struct {
    int32_t *tile;
    TrialSources sources;
} Room;

struct Trials {
    Network *network;
    const Sheet *sheet;
    Inputs forward, lateral, pool;
    size_t tiles; // of targets
    size_t *walk; // [walked] those with units inside, in the order of walk.h
    size_t walked;
    float *threshold; // [tiles][LANES], as gain
    float *gain;
    int32_t *inside; // [tiles][LANES] 1 where a unit is inside
    Room *room;      // [workers]
    size_t count;    // of trials
    size_t set_size; // trials that a set holds
    size_t sets;
    TrialSet set[TRIAL_SETS]; // [sets]
    // Of the responses that were computed last.
    Response response;
    SettlingRules rules;
};
