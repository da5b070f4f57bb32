// SPDX-License-Identifier: GPL-3.0-or-later
// About: what a page needs to know of a run once, and the settings that it may change.
#pragma once

#include "run/experiment.h"
#include "watch/question.h"

// {title, folder, live, sheets, measures: [{name, sheet}], fields, ramps}
void answer_about(Question *question, const Experiment *experiment, const Network *network,
                  const char *folder);

// The settings that may change in a run, as they are: {settings: [{path, value, allowed, help}]}.
void answer_settings(Question *question, Experiment *experiment);
