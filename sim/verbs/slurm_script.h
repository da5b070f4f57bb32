// SPDX-License-Identifier: GPL-3.0-or-later
// A script for the batch system Slurm that makes the runs of a plan, one task for each run.
#pragma once

#include "batch/run_plan.h"
#include "verbs/options.h"

// All is borrowed.
typedef struct {
    const char *verb;  // makes run K of the file in the folder: "sweep"
    const char *flags; // its other options, each with a space after it
    const char *file, *folder;
    const char *result; // what the verb writes when all runs have ended
    const RunPlan *runs;
} SlurmTasks;

// Prints the script. Its limits of time and memory come from rehearsals of a few runs. Returns the
// exit status.
int slurm_script_print(const SlurmTasks *tasks, const Options *options, Error *error);
