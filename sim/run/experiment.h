// SPDX-License-Identifier: GPL-3.0-or-later
// Experiment: everything that a config file says.
#pragma once

#include "settings/config.h"
#include "model/network.h"

typedef struct {
    int64_t history_every;   // iterations between rows of history.csv
    double checkpoint_every; // seconds between checkpoints
    int palette;             // PALETTE_... of the pictures
} OutputSettings;

typedef struct Experiment {
    NetworkSettings network; // first: its rows are the base of the experiment's
    char *title, *source;
    int64_t iterations;
    char *from;       // the run folder or saved state that a run starts from; "": the beginning
    double scale_mm;  // mm of cortex per sheet unit; NaN: none
    char *base;       // the file that this one is based on (config.h), and
    TextList changes; // "path=value" texts: both are empty in an experiment that was loaded
    Collection measures, events;
    OutputSettings output;
    char *path;          // of the file that was loaded; owned
    ConfigPlaces places; // where each setting stands in it
} Experiment;

extern const Block experiment_settings;

// Reads a config file, makes its own changes and then `overrides`, and checks that its parts fit
// together. A seed of "auto" is drawn from the system here. False tells all mistakes; call
// experiment_free either way.
bool experiment_load(Experiment *experiment, const char *path, const char *const *overrides,
                     size_t n, Error *error);
void experiment_free(Experiment *experiment);

// Makes changes "path=value" of settings that may change while a run goes on; `place` begins the
// messages.
bool experiment_change(Experiment *experiment, const TextList *changes, const char *place,
                       Error *error);

// Builds the network. What it refuses (a file that is missing or does not fit, a loop of sheets) is
// told with the place of the setting in the config; NULL then.
Network *experiment_network(const Experiment *experiment, const Kernels *kernels,
                            InitialWeights initial, Error *error);

// Says which events a run that starts at `first` never comes to; NULL where there are none. Owned
// by the caller.
char *experiment_missed_events(const Experiment *experiment, int64_t first);
