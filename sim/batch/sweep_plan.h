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
    const char **column; // names of the labels; owned
    size_t developments, points;
    size_t seeds; // points that differ by their seed alone stand together
    RunPlan runs; // developments, then points, whose labels are the condition ("": none), the seed
                  // and the values of the settings that vary
} SweepPlan;

// Lists the points, and checks the config of each; messages begin with the place in the file. Call
// sweep_plan_free either way.
bool sweep_plan_make(SweepPlan *plan, const SweepSettings *settings, Error *error);
void sweep_plan_free(SweepPlan *plan);

// Makes the points begin at the ends of the developments in `folder`.
bool sweep_plan_branch(SweepPlan *plan, const char *folder, Error *error);
