// SPDX-License-Identifier: GPL-3.0-or-later
// ChildRuns: the runs of a plan being made side by side, each by a child process of this program.
//
// A run that is finished stays as it is; one that was broken off goes on from its checkpoint; one
// that failed is left, or made again. A failure stops no other run but those that wait for it.
// Children are told to stop when the parent is, save, and end; they do not outlive it.
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
    int rank;      // the helper that makes it, where there are helpers
    int64_t begun; // the iteration at which this process took it up
} ChildRun;

typedef struct {
    const RunPlan *plan;
    const char *folder;
    size_t at_once;
    bool helpers; // they make the runs, not this process (child_ranks.h)
    int threads;  // of each
    bool again;   // failed runs are made again
    const volatile sig_atomic_t *stop;
    // Called when a run has come to its end.
    void (*ended)(size_t run, void *context);
    void *context;
    ChildRun *run; // [runs of the plan] owned
} ChildRuns;

// Looks at what is there: all runs are wanted. The folder and plan are borrowed.
void child_runs_begin(ChildRuns *runs, const RunPlan *plan, const char *folder);
void child_runs_free(ChildRuns *runs);

// Makes the runs that are wanted. False where a process could not be started at all; that runs
// failed is told by their states.
bool child_runs_go(ChildRuns *runs, Error *error);

size_t child_runs_count(const ChildRuns *runs, ChildState state); // of those that are wanted
void child_runs_tell_failures(const ChildRuns *runs);
