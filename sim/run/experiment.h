// SPDX-License-Identifier: GPL-3.0-or-later
// Experiment: everything that a config file says.
#pragma once

#include "model/network.h"
#include "run/figure_settings.h"
#include "run/observable.h"
#include "settings/config.h"

typedef struct {
    int64_t history_every;   // iterations between rows of history.csv
    double checkpoint_every; // seconds between checkpoints
} OutputSettings;

typedef struct Experiment {
    NetworkSettings network; // first: its rows are the base of the experiment's
    char *title, *source;
    int64_t iterations;
    char *from;       // the run folder or saved state that a run starts from; "": the beginning
    double scale_mm;  // mm of cortex per sheet unit; NaN: none
    char *base;       // the file that this one is based on (config.h), and
    TextList changes; // "path=value" texts; both are empty after loading
    TextList plugins; // whole paths (plugin.h)
    Collection courses, measures, events;
    OutputSettings output;
    FigureSettings figures;
    char *path;          // of the file that was loaded; owned
    ConfigPlaces places; // where each setting stands in it
} Experiment;

extern const Block experiment_settings;

// Reads a config file that the user names, makes its own changes and then `overrides`, and checks
// that its parts fit together. Draws a seed of "auto" from the system. On false `error` has all
// mistakes. Call experiment_free either way.
bool experiment_load(Experiment *experiment, const char *path, const char *const *overrides,
                     size_t n, Error *error);

// The same for the config.cfg of a run's folder. Its plug-ins must be loaded already (plugin.h).
bool experiment_load_made(Experiment *experiment, const char *path, const char *const *overrides,
                          size_t n, Error *error);

// The same for the text of a config, as if it stood in the file `path`. Its plug-ins must be loaded
// already.
bool experiment_load_text(Experiment *experiment, const char *path, const char *text,
                          const char *const *overrides, size_t n, Error *error);
void experiment_free(Experiment *experiment);

// A copy of the settings, without the places of the file.
Experiment experiment_copy(const Experiment *experiment);

// Would experiment_load accept the file with `overrides`, that it accepted without? The file is not
// read again. Tells the iterations of the run.
bool experiment_try(const Experiment *loaded, const char *const *overrides, size_t n,
                    int64_t *iterations, Error *error);

// Makes changes "path=value" of settings that may change in a run; `place` begins the messages.
bool experiment_change(Experiment *experiment, const TextList *changes, const char *place,
                       Error *error);

// The same, after trying them on a copy: settings that fit neither each other nor a course are
// refused, and then nothing changes.
bool experiment_try_change(Experiment *experiment, const TextList *changes, const char *place,
                           Error *error);

// Adds an event of a kind, with settings "name=value". Refuses settings that it does not take; then
// the experiment may only be freed. Whether the event fits the rest is checked where the echoed
// config is loaded.
bool experiment_add_event(Experiment *experiment, const char *name, const char *kind,
                          const TextList *settings, Error *error);

// Gives the settings that follow a course (course.h) their values in an iteration.
bool experiment_follow_courses(Experiment *experiment, int64_t iteration, Error *error);

// Builds the network. NULL on error (a file that is missing or does not fit, a loop of sheets),
// with a message that names the place of the setting in the config.
Network *experiment_network(const Experiment *experiment, const Kernels *kernels,
                            InitialWeights initial, Error *error);

// Adds a line that names the events which never happen in a run from iteration `first` on, if there
// are any.
void experiment_missed_events(const Experiment *experiment, int64_t first, Error *warnings);
