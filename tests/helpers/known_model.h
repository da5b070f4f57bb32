// SPDX-License-Identifier: GPL-3.0-or-later
// KnownModel: a function with noise that stands for the runs of a fit (FitEvaluate).
#pragma once

#include "fitting/fit.h"

typedef struct {
    void (*numbers)(const double *share, double *number); // at shares of the ranges; at most 10
    double noise;                                         // standard deviation of each draw
    uint64_t seed;
    size_t points;   // evaluated so far
    double surprise; // added to the numbers of the confirmations
} KnownModel;

typedef struct {
    const FitProblem *problem;
    KnownModel *model;
} KnownEvaluation;

FitEvaluate known_model_evaluate; // its context is a KnownEvaluation

// A whole fit, which has to succeed; to be freed with fit_free.
Fit known_model_fit(const FitProblem *problem, KnownModel *model);
