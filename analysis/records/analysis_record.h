// SPDX-License-Identifier: GPL-3.0-or-later
// AnalysisRecord: the folder of an analysis of arrays from elsewhere. It holds what a run's folder
// holds of a measure: measures.json, maps.h5 and pictures in maps/, all as of iteration 0; and
// analysis.json in the place of run.json, which names the arrays, the command and the methods.
#pragma once

#include "measure/measure.h"

#include <jansson.h>

typedef struct {
    const MeasureKind *kind;
    const Recording *recording;
    const Results *results;
    const char *command, *methods; // the command line; a paragraph
} Analysis;

// Writes all of it into an empty folder.
bool analysis_record_write(const Analysis *analysis, const char *folder, Error *error);

// Reads analysis.json; owned by the caller, NULL on error.
json_t *analysis_record_about(const char *folder, Error *error);

// An experiment that has what pictures of the analysis need: its title and scale. To be freed by
// experiment_free.
void analysis_record_experiment(const json_t *about, Experiment *experiment);

// Draws the pictures of results into `folder`, in a form, and lists them. `where`: for messages.
bool analysis_record_draw(const MeasureKind *kind, const Results *results,
                          const Experiment *experiment, const PictureForm *form, const char *folder,
                          const char *where, PictureList *drawn, Error *error);
