// SPDX-License-Identifier: GPL-3.0-or-later
// RunIndex: index.csv, with a row for each run of a plan, in the plan's order. A row holds the
// run's folder and labels; its status, iteration and hash of the weights; and the last value of
// every number of its measures or studies. It does not depend on when or how a run was made.
#pragma once

#include "batch/run_plan.h"
#include "records/measured_run.h"

typedef struct {
    bool noted;      // is the run in the index?
    bool failed;     // whatever its run.json says
    json_t *about;   // run.json; NULL: the run waits; owned
    MeasuredRun run; // its numbers if it is finished
} RunIndexRow;

typedef struct {
    const RunPlan *plan; // borrowed, as is the folder
    const char *folder;
    RunIndexRow *row; // [runs of the plan] owned
    bool stale;       // is index.csv older than this?
    double written;   // clock when it was last written
} RunIndex;

// An index of the runs from number `first` on.
void run_index_begin(RunIndex *index, const RunPlan *plan, size_t first, const char *folder);
void run_index_free(RunIndex *index);

// Reads the folder of a run, if it exists. With `failed`, the run has the status "failed" whatever
// the folder says.
bool run_index_take(RunIndex *index, size_t run, bool failed, Error *error);

// Takes the runs that are finished already; what is damaged in them is left out.
void run_index_take_finished(RunIndex *index);

// Writes DIR/index.csv.
bool run_index_write(RunIndex *index, Error *error);
// The same while runs are made: only if it is stale, at most once a second, and as well as it goes.
void run_index_refresh(RunIndex *index);
