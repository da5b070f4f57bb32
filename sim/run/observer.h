// SPDX-License-Identifier: GPL-3.0-or-later
// Observer: measures a network while it runs.
//
// A run knows nothing of measures, maps and pictures. A verb hands it an observer, whose functions
// a run calls when an event asks for a measure and when it goes back to an earlier iteration.
#pragma once

#include "run/experiment.h"

typedef struct {
    void *context; // of whoever observes
    // Takes the measure of that name, which the config has, and records it in the run's folder.
    // `selectivity` receives the mean selectivity from a measure that finds it.
    bool (*take)(void *context, const Experiment *experiment, Network *network, const char *measure,
                 const char *folder, double *selectivity, Error *error);
    // Drops the results of later iterations.
    bool (*forget)(const char *folder, int64_t iteration, Error *error);
} Observer;
