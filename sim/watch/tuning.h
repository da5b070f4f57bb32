// SPDX-License-Identifier: GPL-3.0-or-later
// Tuning: how the units of a sheet are tuned to orientation, by the gratings of a measure of the
// sheet.
//
// A curve needs more orientations than a map. So the gratings have a multiple of the measure's
// orientations, at least 12.
#pragma once

#include "measure/gratings.h"
#include "run/experiment.h"
#include "watch/question.h"

// What was measured last.
typedef struct {
    const Sheet *sheet; // borrowed, as the measure's name; NULL: nothing was
    const char *measure;
    GratingProtocol shown;
    int64_t iteration;
    double *responses; // [orientations][units] largest over phases; owned
} Tuning;

void tuning_finish(Tuning *tuning);

// Argument `sheet`: measures it. The run goes on as if nothing had been shown.
void act_tuning(Question *question, Tuning *tuning, const Experiment *experiment, Network *network);

// Arguments: `sheet`, `unit`. {} where the sheet was not measured last, or {iteration, responses,
// preference, selectivity, half_width, how}, angles in degrees (tuning/tuning_curve.h).
void answer_tuning(Question *question, const Tuning *tuning, const Network *network);
