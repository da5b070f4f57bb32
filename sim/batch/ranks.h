// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks: the processes that mpirun started together. Rank 0 gives each idle helper, which is any
// other rank, a piece of work; the helper does it and reports.
//
// `make MPI=1` builds with MPI. Without it, or when mpirun did not start the program, rank 0 is
// alone.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t work, outcome;
    char remark[496];
} RankReport;

// Joins the other ranks; returns the rank of this process. ranks_end leaves them.
int ranks_begin(void);
int ranks_count(void);
void ranks_end(void);

// Sends `ready` and a text from rank 0 to all helpers, which own their copy; returns rank 0's
// `ready`.
bool ranks_share(bool ready, char **text);

// For rank 0: gives a helper work; -1 means that there is no more.
void ranks_give(int rank, int64_t work);
// For rank 0: takes a report and its helper's rank; false if there is none.
bool ranks_take(int *rank, RankReport *report);

// For a helper: waits for work; reports.
int64_t ranks_wait(void);
void ranks_report(const RankReport *report);
