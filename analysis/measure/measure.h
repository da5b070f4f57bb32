// SPDX-License-Identifier: GPL-3.0-or-later
// Measure: what is measured of a network, and reported as numbers, maps and pictures.
//
// measure.c lists the kinds; each kind has its own file measure_KIND.c. A measure leaves the
// network as it found it, bit for bit.
#pragma once

#include "measure/drawn_result.h"
#include "measure/earlier.h"
#include "measure/recording.h"
#include "measure/results.h"
#include "model/network.h"
#include "pictures/picture.h"
#include "run/experiment.h"
#include "statistics/statistic.h"

// How the pictures of one measurement are labelled.
typedef struct {
    const char *folder;           // of the pictures
    const Experiment *experiment; // the measured one
    const char *suffix;           // of file names, as "-010000"
    int64_t iteration;            // -1: of none, as of arrays from elsewhere
    const PictureForm *form;      // NULL: the usual one
    const PngText *notes;         // provenance kept in each file
    size_t notes_count;
    PictureList *drawn; // list that each picture joins; NULL: none
} MeasurePage;

// How alike two maps are; 1: the same.
typedef struct {
    const char *name; // as in a picture's key
    double (*of)(const ResultMap *a, const ResultMap *b);
} MeasureSimilarity;

// A number's value in animals or theory.
typedef struct {
    const char *number;            // name; NULL ends a list
    const char *expected, *source; // the value and its animal or theory; the publication
} MeasureReference;

// How a measure takes arrays from elsewhere (recording.h) in place of a network's responses or
// weights. Lists end with NULL.
typedef struct {
    const char *const *datasets; // one line about each array
    size_t least;                // number of arrays needed
    bool more;                   // there may be more of the last, up to RECORDING_MOST
    const char *const *settings; // the measure's settings that apply to arrays
    const char *const *options;  // the options of `pinwheel analyse` that apply, without "--"
    // Numbers with the names that `take` uses, and maps; NULL, with a message, where arrays do not
    // fit.
    Results *(*take)(const void *settings, const char *name, const Recording *recording,
                     Error *error);
    const char *const *headline; // as below; NULL: the same
    // Draws the pictures of results that have what the list names; NULL: none.
    const DrawnResult *drawn;
    bool (*draw)(const Results *results, const MeasurePage *page, Error *error);
} MeasureOfRecording;

typedef struct {
    ObservableKind observable; // its name, settings and check
    bool shows_gratings;       // its settings begin with GratingSettings (gratings.h)
    // Takes the measure. A kind has one of these two. `take_after` compares with earlier results of
    // the same run (earlier.h; `maps` NULL: there are none); it returns NULL, with a message, where
    // it lacks a result that it needs.
    Results *(*take)(const void *settings, const char *name, Network *network);
    Results *(*take_after)(const void *settings, const char *name, Network *network, Store *maps,
                           Error *error);
    const MeasureOfRecording *recording; // NULL: takes no arrays
    // Draws the pictures of results; NULL: no pictures. They may have been read from a run's files,
    // and have all that the list names (drawn_result.h); NULL: nothing.
    const DrawnResult *drawn;
    bool (*draw)(const void *settings, const Results *results, const MeasurePage *page,
                 Error *error);
    // Compares two results of this measure by their maps named `compared`; NULL: not defined.
    const MeasureSimilarity *similarity;
    const char *compared;
    // For the picture of development: the number that measures the strength of the map, and its
    // name in words; NULL where there is no similarity.
    const char *strength, *strength_name;
    const char *map_picture;            // name of the picture that shows the map best; NULL: none
    const char *const *headline;        // names of the main numbers, ending with NULL; NULL: none
    const MeasureReference *references; // NULL: none
} MeasureKind;

// The kinds: those in measure_kinds (run/observable.h), and then those of recorded_kinds, which
// take arrays alone. NULL: none of that name, or beyond the last.
const MeasureKind *measure_kind(const char *name);
const MeasureKind *measure_at(size_t index);
extern const Kind *const recorded_kinds[]; // NULL-terminated, first members of MeasureKind

// For plug-ins (run/plugin.h): a list of measures, `PLUGIN(MEASURES(&mine.observable.kind))`, and
// the structs that program and plug-in then also agree on.
#define MEASURES(...) .measure_sizes = MEASURE_SIZES, .measure_kinds = KINDS(__VA_ARGS__)
#define MEASURE_SIZES                                                                              \
    ((const size_t[]){sizeof(MeasureKind), sizeof(MeasureOfRecording), sizeof(MeasureSimilarity),  \
                      sizeof(MeasureReference), sizeof(MeasurePage), sizeof(DrawnResult),          \
                      sizeof(Results), sizeof(ResultNumber), sizeof(ResultMap), sizeof(Recording), \
                      sizeof(Experiment), 0})

// For kinds: refuses a sheet that does not exist, is made for each eye, or receives no projection.
bool measure_check_sheet(const char *sheet, const NetworkSettings *network, const char *place,
                         Error *error);

// The index of the eye of that name in the network, or NO_EYE.
int measure_eye(const Network *network, const char *name);

// Whether a sheet is cortex: its units have connection fields of their own. A retina receives no
// projection, and all units of an LGN share one field.
bool measure_is_cortical(const NetworkSettings *network, const char *sheet);

// Similarities (similarity.h): the stability index of two fields z, and the correlation of two maps
// with one number per unit.
extern const MeasureSimilarity measure_stability, measure_correlation;

// Adds statistics; a number that is not finite gets its `undefined`, the others get `note` unless
// that is NULL. `cortical`: their sheet units are of cortex.
void measure_add_statistics(Results *results, const Statistic *rows, size_t n, bool cortical,
                            const char *note);

// Warns where recorded array k may be misread (recording_doubt).
void measure_doubt(Results *results, const Recording *recording, size_t k);

// Copies a table's columns one after another: columns[width * height].
void measure_columns(const ResultMap *table, double *columns);

// The frame of one of a measure's pictures, with the page's title and iteration, and the path of
// its file, "folder/measure-picture-suffix.png" (`picture` is "" for a measure's only picture). For
// OWNED_BY(measure_frame_finish).
typedef struct {
    PictureFrame frame;
    char *title, *subtitle, *scale, *path;
} MeasureFrame;
MeasureFrame measure_frame(const MeasurePage *page, const char *measure, const char *picture,
                           const char *title);
void measure_frame_finish(MeasureFrame *frame);

// Adds to the caption, as how many units are shown or how they were measured.
void measure_frame_add(MeasureFrame *frame, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Marks for a chart over iterations since `origin`: what events did to the network between `first`
// and `last`. The first mark of an event has its name; of an event that happens very often only
// the first and the last time are marked. Names are owned by the caller, as is the list.
PictureMark *measure_marks(const MeasurePage *page, int64_t origin, int64_t first, int64_t last,
                           size_t *n);
void measure_marks_free(PictureMark *marks, size_t n);

// A sheet whose map is drawn.
typedef struct {
    const char *sheet;
    double density;  // samples to the sheet unit
    double analysed; // side of the central square that numbers are taken over, in samples; 0: none
} MeasuredSheet;

// The frame of a map of a sheet, with the scale bar that the settings ask for. On cortex whose
// scale is known the bar is usually in mm.
MeasureFrame measure_map_frame(const MeasurePage *page, const char *measure, const char *picture,
                               const char *title, const MeasuredSheet *sheet);

// The frame of a map from elsewhere, `width` samples wide, each of them `factor` samples of the
// recording joined to one. The experiment's scale is that of a sample; without one, the bar is in
// samples.
MeasureFrame measure_recorded_frame(const MeasurePage *page, const char *measure,
                                    const char *picture, const char *title, size_t width,
                                    double factor);

// Draws one of the results' maps with one number per unit; the picture has the name of the map.
// Limits of 0 and 0 are those of the map.
bool measure_draw_values(const MeasurePage *page, const Results *results, const char *map,
                         const char *title, const MeasuredSheet *sheet, double low, double high,
                         Ramp ramp, const char *quantity, Error *error);
