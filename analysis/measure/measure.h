// SPDX-License-Identifier: GPL-3.0-or-later
// Measure: a question asked of a network, answered by numbers, maps and pictures.
//
// The kinds are listed in measure.c; each stands in its own file measure_KIND.c. A measure leaves
// the network as it found it, bit for bit.
#pragma once

#include "measure/earlier.h"
#include "model/network.h"
#include "pictures/picture.h"
#include "measure/recording.h"
#include "measure/results.h"
#include "run/observer.h"
#include "statistics/statistic.h"

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
    PictureList *drawn; // that lists the pictures; NULL: none does
} MeasurePage;

// How alike two maps are; 1: the same.
typedef struct {
    const char *name; // as in a picture's key
    double (*of)(const ResultMap *a, const ResultMap *b);
} MeasureSimilarity;

// What is known of a number from animals or theory.
typedef struct {
    const char *number;            // its name; NULL ends a list
    const char *expected, *source; // a value with whose it is; the publication
} MeasureReference;

// How a measure takes arrays from elsewhere (recording.h) for those that it would make itself of a
// network's responses or weights. Lists end with NULL.
typedef struct {
    const char *const *datasets; // what each array is, one line
    size_t least;                // how many of them there have to be
    const char *const *settings; // those of the measure's that count here
    const char *const *options;  // those of `pinwheel analyse` that do, without "--"
    // Numbers alone, named as those of `take`; NULL, with a message, where the arrays do not fit.
    Results *(*take)(const void *settings, const char *name, const Recording *recording,
                     Error *error);
} MeasureOfRecording;

typedef struct {
    ObservableKind observable; // its name, settings and check
    // Takes it; one of the two is there. The second is of a measure that compares with what was
    // found before in the same run (earlier.h; `maps` NULL: nothing); NULL, with a message, where
    // what it needs is not there.
    Results *(*take)(const void *settings, const char *name, Network *network);
    Results *(*take_after)(const void *settings, const char *name, Network *network, Store *maps,
                           Error *error);
    const MeasureOfRecording *recording; // NULL where there are no such arrays
    // Draws the pictures of results taken before; NULL for none.
    bool (*draw)(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error);
    // How alike two results of this measure are, from a map named `compared` in both; NULL if not
    // defined.
    const MeasureSimilarity *similarity;
    const char *compared;
    // For the picture of development: the number that tells how strong the map is, and its name in
    // words; NULL where there is no similarity.
    const char *strength, *strength_name;
    const char
        *map_picture; // the picture that shows its map best, as named in its file; NULL: none
    const char *const *headline; // the numbers that sum it up, NULL-terminated; NULL for none
    const MeasureReference *references; // NULL for none
} MeasureKind;

extern const Kind *const measure_kinds[];          // NULL-terminated, first members of MeasureKind
const MeasureKind *measure_kind(const char *name); // NULL: none of that name

// For kinds: is there such a sheet, and does something project to it?
bool measure_check_sheet(const char *sheet, const NetworkSettings *network, const char *place,
                         Error *error);

// The place of the eye of that name among the network's, or NO_EYE.
int measure_eye(const Network *network, const char *name);

// Is this a sheet of cortex? Taken for one are the sheets whose units have fields of their own, as
// against retinas, to which nothing projects, and LGNs, all of whose units share their fields.
bool measure_is_cortical(const NetworkSettings *network, const char *sheet);

// Similarities (similarity.h): of fields z the stability index, of one number per unit the
// correlation.
extern const MeasureSimilarity measure_stability, measure_correlation;

// Adds a list of statistics, with `note` as a warning where it is not NULL and they are defined.
void measure_add_statistics(Results *results, const Statistic *rows, size_t n, bool cortical,
                            const char *note);

// The columns of a map that is a table, one after another: columns[width * height].
void measure_columns(const ResultMap *table, double *columns);

// The frame of one of a measure's pictures, with the page's title and iteration, and the file that
// the picture goes to, "folder/measure-picture-suffix.png" ("" for a measure's only picture); to be
// given back by measure_frame_finish.
typedef struct {
    PictureFrame frame;
    char *title, *subtitle, *scale, *path;
} MeasureFrame;
MeasureFrame measure_frame(const MeasurePage *page, const char *measure, const char *picture,
                           const char *title);
// The same with a scale bar, for a map of a sheet of `density` samples per sheet unit: in mm where
// it is of cortex and the scale is known.
MeasureFrame measure_map_frame(const MeasurePage *page, const char *measure, const char *picture,
                               const char *title, const char *sheet, double density);
void measure_frame_finish(MeasureFrame *frame);
