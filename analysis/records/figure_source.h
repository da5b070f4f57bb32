// SPDX-License-Identifier: GPL-3.0-or-later
// FigureSource: a run of a network or a circuit, or an analysis, whose pictures are drawn again
// from its files, or a sweep whose numbers are drawn.
//
// A picture is named MEASURE/PICTURE, or MEASURE for all pictures of a measure. The history of a
// run has the pictures history/QUANTITY. The studies of a circuit are made again. The pictures of a
// sweep are MEASURE/NUMBER (sweep_chart.h).
#pragma once

#include "circuits/circuit_experiment.h"
#include "pictures/figure_form.h"
#include "pictures/picture_list.h"
#include "records/swept_runs.h"
#include "run/experiment.h"

#include <jansson.h>

typedef enum {
    FIGURES_OF_NOTHING,
    FIGURES_OF_A_RUN,
    FIGURES_OF_A_CIRCUIT,
    FIGURES_OF_A_SWEEP,
    FIGURES_OF_AN_ANALYSIS
} FiguresOf;

typedef struct {
    char *folder;          // owned, as all that follows
    FiguresOf of;          // chooses one of these three; of nothing until it is open
    Experiment experiment; // of an analysis, too: its title and scale
    CircuitExperiment circuit;
    struct {
        SweptRuns runs;
        FigureSettings figures;
    } sweep;
    json_t *about;    // run.json or analysis.json; NULL for a sweep
    json_t *measures; // measures.json of a run or an analysis; NULL for others
} FigureSource;

// Reads config and numbers of a folder. Call figure_source_close either way.
bool figure_source_open(FigureSource *source, const char *folder, Error *error);
void figure_source_close(FigureSource *source);

FigureSettings *figure_source_settings(FigureSource *source);
double figure_source_scale_mm(const FigureSource *source); // NaN: none

// The last iteration at which a measure was taken; -1: of no iteration. Refuses a name that the run
// or the sweep does not have, with the nearest that it has.
bool figure_source_last(const FigureSource *source, const char *measure, int64_t *iteration,
                        Error *error);

// All n iterations at which it was taken, rising; -1 alone where it is of no iteration; to be
// released.
int64_t *figure_source_iterations(const FigureSource *source, const char *measure, size_t *n);

// Draws the pictures of a measure at an iteration into a folder, in the given form, and lists them.
bool figure_source_draw(const FigureSource *source, const char *measure, int64_t iteration,
                        const PictureForm *form, const char *folder, PictureList *drawn,
                        Error *error);

// Refuses a picture that a measure does not have, with the nearest that it has, or with all of
// them; `place` begins the message.
bool figure_source_refuse_picture(const FigureSource *source, const char *measure,
                                  const char *picture, int64_t iteration, const char *place,
                                  Error *error);
