// SPDX-License-Identifier: GPL-3.0-or-later
// Forecast of a plan: what its runs take together, from rehearsals of a few of them.
#pragma once

#include "batch/run_plan.h"
#include "run/rehearsal.h"

typedef struct {
    size_t networks;       // runs of networks in the plan; others take little and are left out
    size_t rehearsed;      // of them
    double seconds;        // of all runs, one after another
    double longest;        // of one of those rehearsed, in seconds
    double megabytes;      // the most memory that one of those rehearsed takes
    double disk_megabytes; // of all runs
} PlanForecast;

// Rehearses runs that lie at even distances in the plan. A run that begins where another ends is
// rehearsed with new weights, from that iteration on. Networks that are too large are left out
// (rehearsal_fits). False on error, and without a message where `stop` is set.
bool plan_forecast(const RunPlan *plan, const Kernels *kernels, const Observer *observer,
                   const volatile sig_atomic_t *stop, PlanForecast *forecast, Error *error);
