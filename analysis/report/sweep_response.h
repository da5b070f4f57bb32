// SPDX-License-Identifier: GPL-3.0-or-later
// SweepResponse: how a number answers to a factor of a sweep: its mean over seeds at every level,
// with the 95 % interval, for each combination of the factors that were crossed with this one.
//
// The seed is the unit of replication: where a point takes several runs of a seed together, the
// seed's value is their mean, and it has none where one of them has none.
#pragma once

#include "statistics/estimate.h"
#include "report/sweep_factors.h"

typedef struct {
    size_t seeds, n; // that are in the sweep here; that have a value
    Estimate estimate;
} ResponsePoint;

typedef struct {
    char *name;           // the levels of the other factors; "" where there are none; owned
    ResponsePoint *point; // [levels of the factor] owned
} ResponseLine;

typedef struct {
    const SweepFactor *factor; // borrowed
    bool pooled;               // means are over the levels of factors that there is no line for
    bool drawn;                // other factors were drawn with this one, and differ between levels
    size_t lines;
    ResponseLine *line; // owned
} SweepResponse;

// At most `most` lines: where there are more combinations, factors are pooled, the last first and
// the conditions at the very end.
SweepResponse sweep_response_make(const SweepFactors *factors, const SweepFactor *factor,
                                  const char *number, size_t most);
void sweep_response_free(SweepResponse *response);
