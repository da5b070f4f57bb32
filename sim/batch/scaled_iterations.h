// SPDX-License-Identifier: GPL-3.0-or-later
// Scaled iterations: an experiment made shorter or longer as a whole.
#pragma once

#include "run/experiment.h"
#include "batch/run_plan.h"

// Adds to a run the changes that scale everything which its experiment counts in iterations: its
// length, the times of its events and schedules, the interval of its history.
void scale_iterations(PlannedRun *run, Experiment *experiment, double factor);

// One time so scaled: rounded up, so that what came an iteration after a round number still does,
// as a lesion after its reference. Below 0, as it is.
int64_t scaled_iteration(int64_t iteration, double factor);
