// SPDX-License-Identifier: GPL-3.0-or-later
// Summary: what the measures of several runs say together. The run, with its seed, is the unit of
// replication: n counts runs, never units or pixels.
//
// Runs of one group have the same config but for the seed. A second group is compared with the
// first seed by seed.
#pragma once

#include "statistics/estimate.h"
#include "records/measured_run.h"

typedef struct {
    const char *name, *unit, *definition; // borrowed
    int64_t iteration;                    // -1: not the same in all runs
    double *value; // [groups][seeds] NaN: undefined, or the run does not have it; owned
    size_t n;      // seeds with a value, in both groups where there are two
    Estimate
        group[2]; // with the exact interval of a share where all values are 0 or 1 by definition
    Estimate difference; // first less second group
    Estimate ratio;      // of the means, first over second group; it has no deviation; NaN unless
                         // all values of the second have one sign
} SummaryRow;

typedef struct {
    size_t groups, runs[2];
    MeasuredRun *run[2]; // owned
    size_t seeds;        // with a run in every group
    size_t *member[2];   // [seeds] the run of each seed; owned
    size_t rows;
    SummaryRow *row; // owned
} Summary;

// Reads the runs in `folders`, of which those from `second` on are the second group (second ==
// count: there is only one). Refuses groups whose configs differ in more than the seed, unless
// `mixed`; the same seed twice, unless `mixed` and in one group; and where nothing is chosen.
bool summary_read(Summary *summary, const char *const *folders, size_t count, size_t second,
                  const Choice *choice, bool mixed, Error *error);
void summary_free(Summary *summary);

// Has a run a partner of its seed in the other group?
bool summary_is_paired(const Summary *summary, size_t group, size_t run);
