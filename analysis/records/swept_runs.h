// SPDX-License-Identifier: GPL-3.0-or-later
// SweptRuns: the runs of a sweep with their results, read from its folder alone, which may
// therefore have been moved. index.csv lists the runs and the settings that varied.
#pragma once

#include "batch/sweep_settings.h"
#include "files/text_table.h"
#include "records/measured_run.h"
#include "records/picture_index.h"

typedef struct {
    const char *name, *condition, *seed_text, *status; // borrowed from the index, as are the values
    const char *const *value;                          // [settings]
    int64_t seed;
    char *path;            // of its folder; owned
    char *reason;          // why the run did not finish; "": it finished; owned
    bool damaged;          // it is there and finished, but its files cannot be read
    MeasuredRun measured;  // the last numbers of a finished run
    PictureIndex pictures; // of a finished run
} SweptRun;

typedef struct {
    char *folder; // without slashes at its end; owned
    size_t settings, count;
    const char *const *path; // [settings] those that vary; borrowed from the index
    SweptRun *run;           // [count] in the order of the index; owned
    RunMeasures measures;    // of the finished runs
    TextTable *index;        // owned
    SweepSettings file;      // sweep.cfg, as far as it can be read
} SweptRuns;

bool swept_runs_is_sweep(const char *folder); // has the folder a sweep.json?

// Treats a run that cannot be read as one that failed, with the reason. Refuses a folder without a
// complete index. Call swept_runs_free either way.
bool swept_runs_read(SweptRuns *runs, const char *folder, Error *error);
void swept_runs_free(SweptRuns *runs);

bool swept_run_is_finished(const SweptRun *run);
// Are the files of all finished runs readable? Else the error names each that is not.
bool swept_runs_are_whole(const SweptRuns *runs, Error *error);
size_t swept_runs_finished(const SweptRuns *runs); // how many have finished

// A finished run's number of that name; NULL: the run has none, or did not finish.
const MeasuredNumber *swept_run_number(const SweptRun *run, const char *name);

// The number of that name in the first finished run that has it; NULL: no run has it.
const MeasuredNumber *swept_runs_number(const SweptRuns *runs, const char *name);
