// SPDX-License-Identifier: GPL-3.0-or-later
// Measure: a question asked of a network, answered by numbers, maps and pictures.
//
// The kinds are listed in measure.c; each stands in its own file measure_KIND.c. A measure leaves
// the network as it found it, bit for bit.
#pragma once

#include "network.h"
#include "picture.h"
#include "results.h"

// How the pictures of one measurement are labelled.
typedef struct {
    const char *folder;             // where the pictures go
    const char *title;              // of the experiment
    const NetworkSettings *network; // that was measured
    double scale_mm;                // mm of cortex per sheet unit; NaN: not known
    const char *suffix;             // of file names, as "-010000"
    int64_t iteration;
    Palette palette;
    const PngText *notes; // provenance kept in each file
    size_t notes_count;
} MeasurePage;

typedef struct {
    Kind kind;
    // Says what in the settings does not fit the network; NULL if nothing can.
    bool (*check)(const void *settings, const NetworkSettings *network, const char *place,
                  Error *error);
    Results *(*take)(const void *settings, const char *name, Network *network);
    // Draws the pictures of results taken before; NULL for none.
    bool (*draw)(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error);
    // How alike two results of this measure are (1: the same), from a map named `compared` in both;
    // NULL if not defined.
    double (*similarity)(const ResultMap *a, const ResultMap *b);
    const char *compared;
    const char *const *headline; // the numbers that sum it up, NULL-terminated; NULL for none
} MeasureKind;

extern const Kind *const measure_kinds[]; // NULL-terminated, first members of MeasureKind

// For kinds: is there such a sheet, and does something project to it?
bool measure_check_sheet(const char *sheet, const NetworkSettings *network, const char *place,
                         Error *error);

// Is this a sheet of cortex? Taken for one are the sheets whose units have fields of their own, as
// against retinas, to which nothing projects, and LGNs, all of whose units share their fields.
bool measure_is_cortical(const NetworkSettings *network, const char *sheet);

// The path of a picture, "folder/measure-what-suffix.png"; owned by the caller.
char *measure_picture_path(const MeasurePage *page, const char *measure, const char *what);

// A frame with the page's title and iteration; to be given back by measure_frame_finish.
typedef struct {
    PictureFrame frame;
    char *title, *subtitle, *scale;
} MeasureFrame;
MeasureFrame measure_frame(const MeasurePage *page, const char *what);
// The same with a scale bar, for a map of a sheet of `density` samples per sheet unit: in mm where
// it is of cortex and the scale is known.
MeasureFrame measure_map_frame(const MeasurePage *page, const char *what, const char *sheet,
                               double density);
void measure_frame_finish(MeasureFrame *frame);
