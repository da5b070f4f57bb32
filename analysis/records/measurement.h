// SPDX-License-Identifier: GPL-3.0-or-later
// Measurement: what one measure of a run found at an iteration, and the folder that it is filed in.
#pragma once

#include "measure/measure.h"
#include "run/experiment.h"

typedef struct {
    const Experiment *experiment; // borrowed, as everything here
    const Item *item;             // the measure in its config
    const MeasureKind *kind;
    int64_t iteration;
    const Results *results;
    const char *folder; // of the run
} Measurement;
