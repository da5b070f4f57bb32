// SPDX-License-Identifier: GPL-3.0-or-later
// SweepPlan: the runs of a sweep in order. A point is one run: a condition, a value of every
// setting that varies, and a seed.
//
// The order: conditions as in the file, in each of them the grid with its first setting slowest, in
// each of those the samples that are drawn, in each of those the seeds. Developments come before
// all points, one for each seed.
#pragma once

#include "batch/run_plan.h"
#include "batch/sweep_settings.h"

typedef struct {
    const char *condition; // borrowed from the settings; "" where there are none
    int64_t seed;
    char **value; // [settings of the plan] owned
} SweepPoint;

typedef struct {
    size_t settings;
    const char **column; // ["condition", "seed", the paths of what varies] borrowed
    size_t developments, points;
    SweepPoint *point; // owned
    RunPlan runs;      // developments, then points
} SweepPlan;

// Lists the points, and checks the config of each; what is wrong is told with its place in the
// file. Call sweep_plan_free either way.
bool sweep_plan_make(SweepPlan *plan, const SweepSettings *settings, Error *error);
void sweep_plan_free(SweepPlan *plan);

// What an index of the points says of each: condition, seed and the settings that vary.
RunLabels sweep_plan_labels(const SweepPlan *plan);

// Lets points begin at the developments, which lie in `folder`.
bool sweep_plan_branch(SweepPlan *plan, const char *folder, Error *error);
