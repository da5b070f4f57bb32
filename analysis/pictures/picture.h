// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of maps: each takes plain arrays and leaves one file with title, key and scale bar drawn
// in, in the form (form.h) of its frame.
//
// Arrays are row-major, row 0 at the top; a value that is not finite is drawn as a grey hatch.
// Every sample is a square of the map, on a PNG of whole pixels, never smoothed. The file's notes
// say where the map lies: "Map: left top zoom rows cols", in pixels, so that the samples can be
// read back. Each function is false with a message if the file cannot be written.
#pragma once

#include "maps/pinwheels.h"
#include "pictures/axes.h"
#include "pictures/form.h"
#include "pictures/picture_list.h"

typedef struct {
    const char *title;       // borrowed, as all strings here; wrapped if long
    const char *subtitle;    // as "iteration 10,000"; NULL for none
    const PictureForm *form; // NULL: the usual one
    double samples_per_unit; // samples to the unit of the scale bar; 0 for no scale bar
    double scale_length;     // length of the scale bar in units
    const char *scale_label; // as "0.25 sheet units"
    double density;          // samples to the sheet unit; 0: not a map of a sheet
    double analysed;         // side of the central square that numbers are taken over, in samples;
                             // 0: none
    const PngText *notes;    // kept in the file beside Title
    size_t notes_count;
    PictureList *drawn;            // where the picture is listed once it is written; NULL: nowhere
    const char *measure, *picture; // by whose name and which name it is listed there
    int64_t iteration;             // the same; -1: of the whole run
} PictureFrame;

typedef struct {
    double from_column, from_row, to_column,
        to_row; // in samples; (0, 0) is the centre of the top left one
} PictureSegment;

typedef struct {
    const PictureSegment *segments; // drawn over the map
    size_t count;                   // 0: no lines
    const char *name;               // in the key
} PictureLines;

typedef struct {
    const double *preference;  // radians, counter-clockwise from horizontal, rows x cols
    const double *selectivity; // brightness ("polar" map), rows x cols, full where it is largest;
                               // NULL: full everywhere
    size_t rows, cols;
    Palette palette;
    const Pinwheel *pinwheels; // white dots +1, black dots -1; NULL for none
    size_t pinwheels_count;
    PictureLines lines; // black
} PictureOrientation;
bool picture_orientation(const PictureFrame *frame, const PictureOrientation *map, const char *path,
                         Error *error);

typedef struct {
    const double *values; // rows x cols
    size_t rows, cols;
    double low, high; // values of the ramp's ends; both 0: least and largest value
    Ramp ramp;
    const char *name;     // what is shown, as "selectivity"; NULL for none
    const char *low_word; // what the ends mean, as "left" and "right"; NULL for none
    const char *high_word;
    PictureLines lines; // orange
} PictureScalar;
bool picture_scalar(const PictureFrame *frame, const PictureScalar *map, const char *path,
                    Error *error);

typedef struct {
    const double *x, *y; // receptive-field centres of rows x cols units, x right, y up
    size_t rows, cols;
    double half_width;  // of the square that the sheet nominally covers in visual space; 0: none
    const char *unit;   // of the axes, as "sheet units" or "degrees"
    const bool *folded; // cells of four neighbouring units, rows - 1 x cols - 1, that are marked;
                        // NULL for none
} PictureRetinotopy;
bool picture_retinotopy(const PictureFrame *frame, const PictureRetinotopy *map, const char *path,
                        Error *error);

// The centres and areas of receptive fields of rows x cols units, x right and y up; NAN where a
// unit has none.
typedef struct {
    const double *x, *y, *area;
} PictureFieldMap;

typedef struct {
    double x, y, radius; // a disc in visual space; radius 0: none
} PictureDisc;

// Where the fields were and where they are: an arrow for each of the units on a grid, a ring for
// those that have lost theirs.
typedef struct {
    PictureFieldMap before, now;
    size_t rows, cols;
    double half_width; // of the square that is drawn at least
    const char *unit;  // of the axes
    PictureDisc scotoma;
} PictureDisplacement;
bool picture_displacement(const PictureFrame *frame, const PictureDisplacement *map,
                          const char *path, Error *error);

// The same units' fields before and now, side by side, as circles of the fields' areas; of one hue
// where the centre lay in the scotoma before, of another elsewhere.
bool picture_outlines(const PictureFrame *frame, const PictureDisplacement *map, const char *path,
                      Error *error);

typedef struct {
    const double *power; // rows x cols, zero frequency at [rows / 2][cols / 2]; drawn as log10
    size_t rows, cols;
    double frequency_step;   // between neighbouring samples of `power`, in cycles per unit
    const double *frequency; // radial profile: n frequencies, increasing, in cycles per unit,
    const double *profile;   // and n mean amplitudes, square roots of power
    size_t n;
    const double *fit_frequency; // the fitted curve, at fit_n frequencies of its own; NULL for none
    const double *fit;
    size_t fit_n;
    double wavenumber; // fitted, in cycles per unit; 0 for none
    const char *unit;  // as "sheet unit"
} PictureSpectrum;
bool picture_spectrum(const PictureFrame *frame, const PictureSpectrum *spectrum, const char *path,
                      Error *error);

typedef struct {
    const double
        *values;       // [rows][cols][size][size]: one field after another; NaN outside the field
    size_t rows, cols; // of the chosen units
    size_t size;       // samples a side of one field
    const double *x,
        *y; // sheet coordinates of the chosen columns (cols) and rows (rows); NULL for no labels
    bool signed_values;               // centred on 0, as ON minus OFF; otherwise from 0 up
    Ramp ramp;                        // RAMP_DIVERGING or RAMP_GREY
    const char *low_word, *high_word; // what the ends mean, as "OFF" and "ON"; NULL for none
} PictureFields;
// Every field has its own scale: its largest absolute value.
bool picture_fields(const PictureFrame *frame, const PictureFields *fields, const char *path,
                    Error *error);

typedef struct {
    const char *name;         // in the legend
    const double *x, *y;      // n points; a y that is not finite breaks the line
    const double *low, *high; // n limits of an interval; not finite: none there; NULL for none
    size_t n;
} PictureCurve;

// A moment or a place that a chart marks, as a lesion.
typedef struct {
    double x;
    char *name; // NULL: none
} PictureMark;

typedef struct {
    const PictureCurve *curves;
    size_t count;
    const char *x_name, *y_name; // y_name NULL: none
    double y_low, y_high;        // limits of the y axis; both 0: from the data
    bool logarithmic;            // the x axis; every x is then above 0
    bool whole;                  // the x axis: ticks at whole numbers alone
    bool equal;                  // a unit is as long on both axes
    const PictureMark *marks;    // dashed lines down the plot
    size_t marks_count;
    NamedTicks ticks; // of the x axis
    bool bars;        // intervals are bars side by side
    bool apart;       // draws no line and no shaded interval between the points
    size_t dots_most; // a disc at each point of curves of up to so many, at least of one
    size_t lines;     // the last curves of so many are lines without dots, whatever the others are
} PictureChart;
bool picture_chart(const PictureFrame *frame, const PictureChart *chart, const char *path,
                   Error *error);

// The limits of ticks, marks, points and intervals; y_low is above y_high if there is no value.
typedef struct {
    double x_low, x_high, y_low, y_high;
} PictureLimits;
PictureLimits picture_chart_limits(const PictureChart *chart);

// How curve k of a chart is drawn; PICTURE_CURVES of them differ.
enum { PICTURE_CURVES = 8 };
typedef struct {
    Rgb colour;
    double dash; // pixels; 0: whole
} PictureStroke;
PictureStroke picture_stroke(size_t k);

typedef struct {
    const double *share; // n bars, of equal width from x_low to x_high
    size_t n;
    double x_low, x_high;
    const char *x_name, *y_name;
    double expected; // height of a dashed line, as by chance; 0 for none
    const char *expected_name;
} PictureHistogram;
bool picture_histogram(const PictureFrame *frame, const PictureHistogram *histogram,
                       const char *path, Error *error);

enum { PICTURE_LATTICE_NODES = 200, PICTURE_LATTICE_ROW = 16 };
typedef struct {
    size_t n, nodes;     // neurons; sets
    const uint32_t *set; // [nodes] bit i: neuron i
    const bool *link;    // [nodes][nodes] from a set to one that is larger by a neuron
    const bool *parent;  // [nodes] no larger set contains it
} PictureLattice;
bool picture_lattice(const PictureFrame *frame, const PictureLattice *lattice, const char *path,
                     Error *error);
