// SPDX-License-Identifier: GPL-3.0-or-later
// Summary: statistics of the numbers of several runs. The run, with its seed, is the unit of
// replication: n counts runs, never units or pixels.
//
// The configs of the runs of a group differ in the seed only. A second group is compared with the
// first group seed by seed.
#pragma once

#include "records/measured_run.h"
#include "statistics/estimate.h"

typedef struct {
    const char *name, *unit, *definition; // borrowed
    int64_t iteration;                    // -1: it differs between runs
    double *value;     // [groups][seeds] NaN: undefined, or missing in the run; owned
    size_t n;          // seeds with a value in every group
    Estimate group[2]; // with the exact interval of a share if all values are 0 or 1 by definition
    Estimate difference; // first minus second group
    Estimate ratio;      // of the means, first over second group; without a deviation; NaN unless
                         // all values of the second group have one sign
} SummaryRow;

typedef struct {
    size_t groups, runs[2];
    MeasuredRun *run[2]; // owned
    size_t seeds;        // those with a run in every group
    size_t *member[2];   // [seeds] the run of each seed; owned
    size_t rows;
    SummaryRow *row; // owned
} Summary;

// Reads the runs in `folders`. Those from number `second` on are the second group; second == count:
// there is one group. Refuses a group whose configs differ in more than the seed, unless `mixed`; a
// seed that occurs twice in a group, unless `mixed` and there is one group; and runs without any
// chosen number.
bool summary_read(Summary *summary, const char *const *folders, size_t count, size_t second,
                  const Choice *choice, bool mixed, Error *error);
void summary_free(Summary *summary);

// Has a run a partner with the same seed in the other group?
bool summary_is_paired(const Summary *summary, size_t group, size_t run);
