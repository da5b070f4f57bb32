// SPDX-License-Identifier: GPL-3.0-or-later
// SweepIndex: index.csv, a row for each point of a sweep in the order of the plan: the folder of
// its run, condition, seed and settings; status, iteration and hash of the weights; the last number
// of every measure. Nothing in it depends on when or how a run was made.
#pragma once

#include "measured_run.h"
#include "sweep_plan.h"

typedef struct {
    char *status;  // "waiting", or that of run.json; owned
    char *weights; // owned
    int64_t iteration;
    MeasuredRun run; // of one that is finished
} SweepRow;

typedef struct {
    const SweepPlan *plan; // borrowed, as the folder
    const char *folder;
    SweepRow *row; // [points] owned
} SweepIndex;

void sweep_index_begin(SweepIndex *index, const SweepPlan *plan, const char *folder);
void sweep_index_free(SweepIndex *index);

// Reads what there is of a point's run. One that `failed` is so whatever it left behind.
bool sweep_index_take(SweepIndex *index, size_t point, bool failed, Error *error);

// Writes DIR/index.csv.
bool sweep_index_write(const SweepIndex *index, Error *error);
