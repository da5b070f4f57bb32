// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of a plan spread over ranks: rank 0 hands each run that is to be made to an idle helper,
// which makes it as a child process of its own. All ranks have the same plan and folder.
#pragma once

#include "batch/child_runs.h"

// How many runs go on at once, and on how many processors each: `jobs` on `threads` (-1: on all
// that there are). With several ranks each of rank 0's helpers makes one at a time.
void child_ranks_divide(ChildRuns *runs, int rank, int jobs, int threads);

// Of rank 0: gives run i to an idle helper; takes what helpers report, calling `ended` for each.
void child_ranks_give(ChildRuns *runs, size_t i);
typedef void ChildRanksEnded(ChildRuns *runs, size_t i, ChildState state, const char *reason);
void child_ranks_take(ChildRuns *runs, ChildRanksEnded *ended);
// Sends the helpers home.
void child_ranks_dismiss(void);

// Of a helper: makes what it is given until it is sent home.
bool child_ranks_help(ChildRuns *runs, Error *error);

// Ends a command's work with the other ranks; returns its exit status. What fails before runs are
// handed out fails on all ranks alike, and what fails in a helper it has reported: so rank 0 alone
// tells errors and its status. Were a helper to end with another than 0, mpirun would kill rank 0
// before it has told.
int child_ranks_leave(int rank, int status, Error *error);
