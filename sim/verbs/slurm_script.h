// SPDX-License-Identifier: GPL-3.0-or-later
// A script for the batch system Slurm that makes a sweep, one task for each run.
#pragma once

#include "batch/sweep_plan.h"
#include "verbs/options.h"

// Prints the script. Its limits of time and memory come from rehearsals of a few runs. Returns the
// exit status.
int slurm_script_print(const SweepSettings *settings, const SweepPlan *plan,
                        const Options *options, Error *error);
