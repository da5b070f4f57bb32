// SPDX-License-Identifier: GPL-3.0-or-later
// ChildRuns: the runs of a plan while they are made side by side, each by a child process.
//
// A finished run stays as it is; an interrupted run goes on from its checkpoint; a failed run is
// left, or made again. A failure stops only the runs that wait for the failed one. When the parent
// is asked to stop, it passes this on; the children save their state and end. No child outlives the
// parent.
#pragma once

#include "batch/run_plan.h"

#include <signal.h>
#include <stdio.h>
#include <sys/types.h>

typedef enum { CHILD_WAITING, CHILD_GOING, CHILD_FINISHED, CHILD_FAILED } ChildState;

typedef struct {
    ChildState state;
    bool wanted;   // is it to be made?
    char *reason;  // why it failed; owned
    pid_t process; // while it is going
    FILE *said;    // its stderr, while it is going
    int rank;      // of the helper that makes it, if there are helpers
    int64_t begun; // the iteration at which this process began
} ChildRun;

typedef struct {
    const RunPlan *plan;
    const char *folder;
    size_t at_once; // runs
    bool helpers;   // make the runs, instead of this process (child_ranks.h)
    int threads;    // of each run
    bool again;     // failed runs are made again
    const volatile sig_atomic_t *stop;
    void (*ended)(size_t run, void *context); // called when a run has finished or failed
    void (*passed)(void *context);            // called again and again while runs are made
    void *context;
    ChildRun *run; // [runs of the plan] owned
} ChildRuns;

// Begins with all runs wanted. Plan and folder are borrowed.
void child_runs_begin(ChildRuns *runs, const RunPlan *plan, const char *folder, bool again,
                      const volatile sig_atomic_t *stop);
void child_runs_free(ChildRuns *runs);

// Wants run `number`, counted from 1, alone; below 1: all.
void child_runs_choose(ChildRuns *runs, int64_t number);

// Refuses a number of --point that the plan does not reach.
bool child_runs_check_point(const RunPlan *plan, int64_t number, Error *error);

// Makes the wanted runs. False if a process could not be started; a failed run shows in its state.
bool child_runs_go(ChildRuns *runs, Error *error);

size_t child_runs_count(const ChildRuns *runs, ChildState state); // of the wanted runs
void child_runs_report_failures(const ChildRuns *runs);
