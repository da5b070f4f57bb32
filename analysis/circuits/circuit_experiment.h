// SPDX-License-Identifier: GPL-3.0-or-later
// CircuitExperiment: the config of a circuit.
#pragma once

#include "batch/run_plan.h"
#include "circuits/circuit.h"
#include "run/figure_settings.h"
#include "settings/config.h"

typedef struct {
    char *title, *source;
    int64_t seed;
    TextList plugins; // whole paths (run/plugin.h)
    Variant circuit, transfer;
    Collection studies;
    FigureSettings figures;
    char *path;          // of the file; owned
    ConfigPlaces places; // where each setting stands in it
} CircuitExperiment;

extern const Block circuit_experiment_settings;

// Reads a config file that the user names, and applies `overrides`. Reports all mistakes; call
// circuit_experiment_free also after a mistake.
bool circuit_experiment_load(CircuitExperiment *experiment, const char *path,
                             const char *const *overrides, size_t n, Error *error);

// The same for the config.cfg of a circuit's folder. Its plug-ins must be loaded already.
bool circuit_experiment_load_made(CircuitExperiment *experiment, const char *path, Error *error);
void circuit_experiment_free(CircuitExperiment *experiment);

// Builds the circuit and checks that each study fits it; reports mistakes with their place.
bool circuit_experiment_build(const CircuitExperiment *experiment, Circuit *circuit, Error *error);

// Adds the plug-ins that are used by now, as by the config of the sheet of a circuit that was
// built.
void circuit_experiment_note_plugins(CircuitExperiment *experiment);

// For plans with runs of circuits.
extern const RunVerb circuit_verb;
