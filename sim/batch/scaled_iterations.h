// SPDX-License-Identifier: GPL-3.0-or-later
// Scaled iterations: a whole experiment made shorter or longer.
#pragma once

#include "batch/run_plan.h"
#include "run/experiment.h"

// Adds to a run the changes that scale every setting of its experiment in iterations: its length,
// the times of its events and schedules, the interval of its history.
void scale_iterations(PlannedRun *run, Experiment *experiment, double factor);

// Scales one time and rounds it up, so that an event one iteration after another stays after it, as
// a lesion after its reference. Leaves times up to 0 as they are.
int64_t scaled_iteration(int64_t iteration, double factor);
