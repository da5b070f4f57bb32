// SPDX-License-Identifier: GPL-3.0-or-later
// Record: the results of a run's measures in its folder: maps.h5 (record_maps.h), measures.json
// (record_numbers.h), and the pictures in maps/ (picture_index.h).
//
// Each measurement has an iteration. A measure that is taken again at an iteration replaces its
// earlier results.
#pragma once

#include "measure/results.h"
#include "run/experiment.h"
#include "run/observer.h"

// Takes a measure and records nothing. `folder` holds the earlier maps of the run; NULL: there are
// none. NULL on error.
Results *record_results(const Experiment *experiment, Network *network, const Item *measure,
                        const char *folder, Error *error);

// Takes one measure of the experiment and records the results. `selectivity`, if not NULL, receives
// the number "selectivity.mean" if the measure has it.
bool record_measure(const Experiment *experiment, Network *network, const char *measure,
                    const char *folder, double *selectivity, Error *error);

// The same for a run, which also removes the results of later iterations when it goes back to a
// checkpoint.
extern const Observer record_observer;
