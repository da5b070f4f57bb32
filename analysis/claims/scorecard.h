// SPDX-License-Identifier: GPL-3.0-or-later
// Scorecard: what the runs of a replication say of its claims, one row each: measured value,
// 95 % interval, seeds, verdict. Written as scorecard.csv, .md and .html.
#pragma once

#include "claims/replication.h"

typedef struct {
    const Item *claim; // borrowed
    ClaimOutcome outcome;
    size_t n, seeds; // with a value in all series; that were to be run in all
    char *asked;     // owned
    char *remark;    // what kept values from being there, "" for nothing; owned
} ScoreRow;

typedef struct {
    const Replication *replication; // borrowed
    char *protocol;                 // owned
    size_t rows;
    ScoreRow *row; // owned
} Scorecard;

// Tests every claim with the runs that have finished.
void scorecard_make(Scorecard *scorecard, const Replication *replication);
void scorecard_free(Scorecard *scorecard);

size_t scorecard_count(const Scorecard *scorecard, Verdict verdict);
const ClaimSettings *score_claim(const ScoreRow *row);
char *score_measured(const ScoreRow *row);  // "0.56 (0.51, 0.61)"; owned by the caller
char *score_published(const ScoreRow *row); // with the source, and whether unverified; as above

// The names of the n runs of a row, each once; the caller releases the array.
const char **score_runs(const Scorecard *scorecard, const ScoreRow *row, size_t *n);

// Prints what a person at the terminal wants to see.
void scorecard_print(const Scorecard *scorecard, FILE *file);

// Looks a claim's number up in a run that has ended, while others go on. NULL: it is there, or the
// run does not tell, or another run of the experiment did before; else what is wrong, with the
// number that may be meant; owned by the caller.
typedef struct {
    bool done[CLAIM_SERIES];
} ClaimLookUp; // begins as zero
char *scorecard_look_up(const Replication *replication, const Item *claim, size_t run,
                        ClaimLookUp *look_up);

// Writes the three files.
bool scorecard_write(const Scorecard *scorecard, Error *error);

// scorecard_page.c
void scorecard_print_page(FILE *file, const void *scorecard);
