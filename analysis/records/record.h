// SPDX-License-Identifier: GPL-3.0-or-later
// Record: what the measures of a run found, in its folder: maps.h5 (record_maps.h), measures.json
// (record_numbers.h), and the pictures in maps/ (record_pictures.h).
//
// Each measurement has an iteration. Taking a measure again at an iteration replaces what was
// there.
#pragma once

#include "run/experiment.h"
#include "run/observer.h"

// Takes one measure of the experiment now, and files it. `selectivity`, if not NULL, receives
// "selectivity.mean" where the measure has it.
bool record_measure(const Experiment *experiment, Network *network, const char *measure,
                    const char *folder, double *selectivity, Error *error);

// Forgets what was measured after an iteration, when a run goes back to a checkpoint.
bool record_rewind(const char *folder, int64_t iteration, Error *error);

// The two above, for a run to call.
extern const Observer record_observer;
