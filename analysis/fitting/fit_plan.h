// SPDX-License-Identifier: GPL-3.0-or-later
// FitPlan: the points of a fit as runs of a network, and the numbers that these measured.
//
// The runs of a point stand together, with seeds that follow each other; the plan grows while the
// fit goes on, first the points, then the confirmations. A point's runs are named by its number, so
// that a fit that goes on, or has more rounds, finds those that are made.
#pragma once

#include "batch/run_plan.h"
#include "fitting/fit_problem.h"
#include "fitting/fit_settings.h"

typedef struct {
    const FitSettings *settings; // borrowed
    FitProblem problem;
    Experiment experiment; // the model, without changes
    const char **column;   // names of the labels; owned
    RunPlan runs;          // labelled by point, seed and the settings
    char **unit;           // [numbers] as the runs say; NULL: not known yet; owned
} FitPlan;

// Checks settings and targets against the model; messages name the place in the file. Call
// fit_plan_free either way.
bool fit_plan_begin(FitPlan *plan, const FitSettings *settings, Error *error);
void fit_plan_free(FitPlan *plan);

// Adds the runs of points `first` and later, or of confirmations, and checks the config of each
// point.
bool fit_plan_add(FitPlan *plan, const FitPoints *points, size_t first, bool confirms,
                  Error *error);

// Adds the runs of as many points as the whole fit will have, drawn from the ranges: those of the
// design, and others in the place of those that the fit has still to choose.
bool fit_plan_foresee(FitPlan *plan, Error *error);

// Sets values[numbers] to the numbers of a finished run, whose folder lies in `folder`. Refuses a
// run that has no such number.
bool fit_plan_read(FitPlan *plan, size_t run, const char *folder, double *values, Error *error);
