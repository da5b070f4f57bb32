// SPDX-License-Identifier: GPL-3.0-or-later
// Observer: what looks at a network while it runs.
//
// A run knows nothing of measures, maps and pictures. A verb hands it an observer, whose functions
// a run calls when an event asks for a measure and when it goes back to an earlier iteration.
#pragma once

#include "model/network.h"

struct Experiment;

// A kind of thing that can be measured, as far as a config is concerned: the first member of each
// kind's own struct (analysis/measure/measure.h).
typedef struct {
    Kind kind;
    // Says what in the settings does not fit the network; NULL if nothing can.
    bool (*check)(const void *settings, const NetworkSettings *network, const char *place,
                  Error *error);
} ObservableKind;

typedef struct Observer {
    // Takes the measure of that name, which the config has, and files it in the run's folder.
    // `selectivity` receives the mean selectivity where the measure finds it.
    bool (*take)(const struct Experiment *experiment, Network *network, const char *measure,
                 const char *folder, double *selectivity, Error *error);
    // Forgets what was measured after an iteration.
    bool (*forget)(const char *folder, int64_t iteration, Error *error);
} Observer;
