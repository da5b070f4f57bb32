// SPDX-License-Identifier: GPL-3.0-or-later
// Scorecard: the verdict on each claim of a replication, one row each: predicted range, measured
// value, 95 % confidence interval, seeds, verdict. Written as scorecard.csv, .md and .html.
#pragma once

#include "claims/replication.h"

typedef struct {
    const char *name; // of the claim; borrowed, as its settings
    const ClaimSettings *claim;
    const ClaimKind *kind;
    size_t series_count;
    ClaimSeries series[CLAIM_SERIES]; // that the claim needs
    ClaimOutcome outcome;
    size_t n, seeds; // seeds with a value in every series; seeds planned in every series
    char *predicted; // owned
    char *remark;    // why values are missing; "" if all are there; owned
    bool mistaken;   // have runs finished, and no run has a number that the claim can test?
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
char *score_measured(const ScoreRow *row); // "0.56 (0.51, 0.61)"; owned by the caller
// "0.6: Miller 1994 (unverified)"; owned by the caller.
char *score_published(const ScoreRow *row);

// What to say beside the verdicts if some rest on bootstrap intervals of few seeds: "3 of 5
// verdicts rest on few seeds: intervals ..."; "" if none does; owned by the caller.
char *scorecard_caution(const Scorecard *scorecard);

// The names of the n runs of a row, each once; the caller releases the array.
const char **score_runs(const Scorecard *scorecard, const ScoreRow *row, size_t *n);

// Prints the claims as a table for the terminal.
void scorecard_print(const Scorecard *scorecard, FILE *file);

// Looks up a claim's number in a run that has ended, while other runs continue. Returns NULL if the
// run has the number or has not finished, or if an earlier run of the experiment was looked up.
// Otherwise returns what is wrong, with the most similar name of a number; owned by the caller.
typedef struct {
    bool done[CLAIM_SERIES];
} ClaimLookUp; // begins as zero
char *scorecard_look_up(const Replication *replication, const Item *claim, size_t run,
                        ClaimLookUp *look_up);

// Writes the three files.
bool scorecard_write(const Scorecard *scorecard, Error *error);

// Prints the page scorecard.html (scorecard_page.c).
void scorecard_print_page(FILE *file, const void *scorecard);
