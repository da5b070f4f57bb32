// SPDX-License-Identifier: GPL-3.0-or-later
// Scorecard: what the runs of a replication say of its claims, one row each: measured value,
// 95 % interval, seeds, verdict. Written as scorecard.csv, .md and .html.
#pragma once

#include "replication.h"

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

// Does a run tell whether there is the number that a claim names: is it one of the claim's, and
// finished? Then *wrong is NULL, or says that there is none and which may be meant; owned by the
// caller.
bool scorecard_look_up(const Replication *replication, const Item *claim, size_t run, char **wrong);

// Writes the three files.
bool scorecard_write(const Scorecard *scorecard, Error *error);

// scorecard_page.c
void scorecard_print_page(FILE *file, const void *scorecard);
