// SPDX-License-Identifier: GPL-3.0-or-later
// RunIndex: index.csv, a row for each run of a plan in its order: the folder, what labels the run;
// status, iteration and hash of the weights; the last number of every measure or study. Nothing in
// it depends on when or how a run was made.
#pragma once

#include "records/measured_run.h"
#include "batch/run_plan.h"

typedef struct {
    bool noted;    // is it in the index?
    char *status;  // "waiting", or that of run.json; owned
    char *weights; // owned
    int64_t iteration;
    MeasuredRun run; // of one that is finished
} RunIndexRow;

typedef struct {
    const RunPlan *plan; // borrowed, as the folder
    const char *folder;
    RunLabels labels;
    RunIndexRow *row; // [runs of the plan] owned
} RunIndex;

// An index of the runs from `first` on.
void run_index_begin(RunIndex *index, const RunPlan *plan, size_t first, const char *folder,
                     RunLabels labels);
void run_index_free(RunIndex *index);

// Reads what there is of a run. One that `failed` is so whatever it left behind.
bool run_index_take(RunIndex *index, size_t run, bool failed, Error *error);

// Writes DIR/index.csv.
bool run_index_write(const RunIndex *index, Error *error);
