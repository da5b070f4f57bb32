// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks: the processes that mpirun started together. Rank 0 hands out work, a piece at a time to
// whoever is idle; the others, its helpers, do it and report.
//
// `make MPI=1` builds with MPI. Without it, or when the program was not started by mpirun, there is
// rank 0 alone.
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    int64_t work, outcome;
    char remark[496];
} RankReport;

// Joins the others; returns this process's rank. ranks_end leaves them.
int ranks_begin(void);
int ranks_count(void);
void ranks_end(void);

// Gives all ranks what rank 0 has: is it ready, and a text, which the others own.
bool ranks_share(bool ready, char **text);

// Of rank 0: gives a helper work, or -1: there is no more. Takes a report, if there is one, and
// tells whose.
void ranks_give(int rank, int64_t work);
bool ranks_take(int *rank, RankReport *report);

// Of a helper: waits for work; reports.
int64_t ranks_wait(void);
void ranks_report(const RankReport *report);
