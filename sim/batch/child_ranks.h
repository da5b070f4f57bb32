// SPDX-License-Identifier: GPL-3.0-or-later
// ChildRanks: the runs of a plan spread over ranks (ranks.h). Rank 0 gives each wanted run to an
// idle helper, which makes it as a child process. All ranks have the same plan and folder.
#pragma once

#include "batch/child_runs.h"

// Sets how many runs go on at once, and on how many threads each: `jobs` runs share `threads`
// processors (-1: all of the machine). With several ranks, each helper makes one run at a time.
void child_ranks_divide(ChildRuns *runs, int rank, int jobs, int threads);

// For rank 0: gives run i to an idle helper.
void child_ranks_give(ChildRuns *runs, size_t i);
// For rank 0: calls `ended` for each run that a helper has reported.
typedef void ChildRanksEnded(ChildRuns *runs, size_t i, ChildState state, const char *reason);
void child_ranks_take(ChildRuns *runs, ChildRanksEnded *ended);
// For rank 0: ends child_ranks_help in all helpers.
void child_ranks_dismiss(void);

// For a helper: makes the runs that it is given, until rank 0 dismisses it.
bool child_ranks_help(ChildRuns *runs, Error *error);

// Ends a command's work with the other ranks; returns the exit status of this process. Only rank 0
// prints errors: what fails before the runs begin fails on all ranks alike, and helpers report what
// fails later. A helper ends with status 0, as mpirun would otherwise kill rank 0 before it has
// printed them.
int child_ranks_leave(int rank, int status, Error *error);
