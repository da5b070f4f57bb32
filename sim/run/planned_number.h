// SPDX-License-Identifier: GPL-3.0-or-later
// PlannedNumber: a number that a run is expected to have, by its name "MEASURE/NUMBER".
#pragma once

#include "run/experiment.h"

// The measure in the name of a number; owned by the caller. NULL with a message, begun by `where`,
// for a name of another form.
char *planned_number_measure(const char *number, const char *where, Error *error);

// Refuses a measure that an experiment does not have, or of which no event takes it at an iteration
// (-1: at any); `name` is that of the experiment.
bool planned_number_check(Experiment *experiment, const char *name, const char *measure, int64_t at,
                          const char *where, Error *error);
