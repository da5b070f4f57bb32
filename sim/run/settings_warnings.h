// SPDX-License-Identifier: GPL-3.0-or-later
// Warnings about settings that are allowed and probably not meant.
//
// `check` prints them and `run` writes them to its log. Each line begins with the place of the
// setting in its file. Files: settings_warnings.c (rules about sheets, projections, stimuli and
// measures), length_warnings.c (lengths and frequencies against sheets).
#pragma once

#include "run/experiment.h"

// Adds a line for every doubtful setting.
void settings_warnings(const Experiment *experiment, Error *warnings);

// The part about lengths and frequencies; its lines begin with the path of the setting.
void length_warnings(const Experiment *experiment, Error *warnings);

// The input sheet with the fewest units to a sheet unit; NULL: there is none.
const Item *settings_coarsest_input(const NetworkSettings *network);
