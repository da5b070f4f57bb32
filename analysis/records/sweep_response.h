// SPDX-License-Identifier: GPL-3.0-or-later
// SweepResponse: a number as a function of a factor of a sweep: its mean over seeds at every level,
// with the 95 % confidence interval, for each combination of the factors that were crossed with
// this one.
//
// The seed is the unit of replication: if a point contains several runs of a seed, their mean is
// the seed's value. It is undefined if the value of any of these runs is undefined.
#pragma once

#include "records/sweep_factors.h"
#include "statistics/estimate.h"

typedef struct {
    size_t seeds, n; // seeds with a run at this point; seeds with a value
    Estimate estimate;
} ResponsePoint;

typedef struct {
    char *name;           // the levels of the other factors; "": there are none; owned
    ResponsePoint *point; // [levels of the factor] owned
} ResponseLine;

typedef struct {
    const SweepFactor *factor; // borrowed
    bool pooled;               // the means include all levels of some crossed factors
    bool drawn;                // other settings were drawn together with this one
    size_t lines;
    ResponseLine *line; // owned
} SweepResponse;

// There are no more than `most` lines: if there are more combinations, factors are pooled,
// beginning with the last factor, so that conditions come last.
SweepResponse sweep_response_make(const SweepFactors *factors, const SweepFactor *factor,
                                  const char *number, size_t most);
void sweep_response_free(SweepResponse *response);
