// SPDX-License-Identifier: GPL-3.0-or-later
// TrialSheet: a sheet that stays as it is, laid out for trials (trials.h) by tiles of its targets.
#pragma once

#include "model/settling.h"

// One projection to the sheet.
typedef struct {
    const Projection *projection;
    float *lines; // weights of a shared field whose targets are units of its grid; owned. Or NULL
    float *scale; // [tiles][LANES] owned
} TrialInput;

typedef struct {
    size_t count;
    TrialInput *items; // owned
} TrialInputs;

// A thread's room for lists of sources.
typedef struct {
    int32_t *tile;
    TrialSources sources;
} TrialRoom;

// A bundle of targets is a tile in TRIALS trials: target TRIALS k + t is the unit in lane t in the
// k-th of them.
typedef struct {
    Network *network;
    const Sheet *sheet;
    TrialInputs forward, lateral, pool; // of the pool one or none
    size_t tiles;                       // of targets
    size_t *walk; // [walked] those that have units inside, in the order of walk.h; owned
    size_t walked;
    Targets *inside;  // [tiles] owned
    float *threshold; // [tiles][BUNDLE] owned
    float *gain;      // the same
    TrialRoom *room;  // [network->workers] owned
} TrialSheet;

void trial_sheet_init(TrialSheet *trial_sheet, Network *network, const Sheet *sheet);
void trial_sheet_finish(TrialSheet *trial_sheet);
