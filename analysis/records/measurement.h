// SPDX-License-Identifier: GPL-3.0-or-later
// Measurement: the results of one measure of a run at an iteration, and the folder to record them
// in.
#pragma once

#include "measure/measure.h"
#include "run/experiment.h"

typedef struct {
    const Experiment *experiment; // borrowed, as are all members
    const Item *item;             // the measure in the experiment
    const MeasureKind *kind;
    int64_t iteration;
    const Results *results;
    const char *folder; // of the run
} Measurement;
