// SPDX-License-Identifier: GPL-3.0-or-later
// SweepPlan: the runs of a sweep in order. A point is one run, with a condition, a value of every
// setting that varies, and a seed. A development is a run from which all points of a seed begin.
//
// Developments come first, one for each seed. The loops over points are nested from outside to
// inside: conditions as in the file, settings of the grid as in the file, samples, seeds.
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
    size_t seeds; // points that differ by their seed alone stand together
    SweepPoint *point; // owned
    RunPlan runs;      // developments, then points
} SweepPlan;

// Lists the points, and checks the config of each; messages begin with the place in the file. Call
// sweep_plan_free either way.
bool sweep_plan_make(SweepPlan *plan, const SweepSettings *settings, Error *error);
void sweep_plan_free(SweepPlan *plan);

// The labels of a point: its condition, its seed and its value of each setting that varies.
RunLabels sweep_plan_labels(const SweepPlan *plan);

// Makes the points begin at the ends of the developments in `folder`.
bool sweep_plan_branch(SweepPlan *plan, const char *folder, Error *error);
