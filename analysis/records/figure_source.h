// SPDX-License-Identifier: GPL-3.0-or-later
// FigureSource: a run of a network or a circuit whose pictures are drawn again from its files.
//
// A picture is named MEASURE/PICTURE, or MEASURE for all pictures of a measure. The history of a
// run has the pictures history/QUANTITY. The studies of a circuit are made again.
#pragma once

#include "circuits/circuit_experiment.h"
#include "pictures/figure_form.h"
#include "pictures/picture_list.h"
#include "run/experiment.h"

#include <jansson.h>

typedef struct {
    char *folder;    // owned, as all that follows
    bool is_circuit; // chooses one of these two
    Experiment experiment;
    CircuitExperiment circuit;
    json_t *about;    // run.json
    json_t *measures; // measures.json; empty for a circuit
} FigureSource;

// Reads config and numbers of a run's folder. Call figure_source_close either way.
bool figure_source_open(FigureSource *source, const char *folder, Error *error);
void figure_source_close(FigureSource *source);

FigureSettings *figure_source_settings(FigureSource *source);
double figure_source_scale_mm(const FigureSource *source); // NaN: none

// The last iteration at which a measure was taken; -1: of no iteration. Refuses a name that the run
// does not have, with the nearest that it has.
bool figure_source_last(const FigureSource *source, const char *measure, int64_t *iteration,
                        Error *error);

// All n iterations at which it was taken, rising; to be released.
int64_t *figure_source_iterations(const FigureSource *source, const char *measure, size_t *n);

// Draws the pictures of a measure at an iteration into a folder, in the given form, and lists them.
bool figure_source_draw(const FigureSource *source, const char *measure, int64_t iteration,
                        const PictureForm *form, const char *folder, PictureList *drawn,
                        Error *error);
