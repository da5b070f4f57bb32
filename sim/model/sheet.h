// SPDX-License-Identifier: GPL-3.0-or-later
// Sheet: a square of units with one activity each.
//
// A unit is *inside* where it is in the mask and no lesion holds. What a sheet *shows* is its
// activity as projections read it: laid out for the kernels, with what is too small to count as 0
// (tiles.h). A *strip* is 4 x 16 of its units, which respond together (tiles.h).
//
// Invariant: the activity of units that are not inside is 0, and nothing of theirs adapts.
#pragma once

#include "kinds/eye.h"
#include "kernels/geometry.h"
#include "kinds/region.h"
#include "settings/setting.h"
#include "kernels/tiles.h"

enum { BOUNDARY_OPEN, BOUNDARY_PERIODIC };

enum { HOMEOSTASIS_THRESHOLD, HOMEOSTASIS_GAIN };

// What keeps each unit's mean activity at a target, once a presentation (docs/model.md): average <-
// (1 - smoothing) activity + smoothing average; then, by the mode, threshold <- threshold + rate
// (average - target), but not below the floors (Stevens et al. 2013, without floors), or gain <-
// gain (1 + rate (target - average)), between 1/cap and cap.
typedef struct {
    bool enabled;
    int mode;
    double target, rate, smoothing;
    double floor, relative_floor; // NaN: none
    double cap;
    Variant schedule; // of the rate
} Homeostasis;

// Divisive gain control by a Gaussian pool over the same sheet (docs/model.md):
// activity = f(drive / (constant + strength * pool)), the pool taken over f(drive / constant).
typedef struct {
    bool enabled,
        across_eyes; // across_eyes: the pool is the mean over the eyes' copies of the sheet
    double constant, strength, sigma, radius;
} GainControl;

typedef struct {
    double density, half_width;
    int boundary;
    bool per_eye;
    char *stimulus;
    Variant transfer;
    double threshold;
    int64_t settle;
    double tolerance, damping; // of settling
    GainControl gain_control;
    Homeostasis homeostasis;
    Variant mask;
} SheetSettings;

extern const Kind *const sheet_kinds[]; // the one kind of a sheet: rows of SheetSettings

// Units that are lost until the lesion of that name is undone.
typedef struct {
    char *name;          // owned
    unsigned char *lost; // [units] owned
} SheetLesion;

typedef struct {
    char *name;                    // owned; of an eye's copy: item_eye
    const char *item;              // borrowed; the name in the config
    int eye;                       // that the sheet belongs to, or NO_EYE
    const SheetSettings *settings; // borrowed
    Geometry geometry;
    size_t units; // n * n
    TileGrid grid;
    size_t delays;          // the longest delay of a projection from here
    unsigned char *in_mask; // [units] 1 or 0
    unsigned char *inside;  // [units] 1 or 0
    SheetLesion *lesion;    // [lesions] owned
    size_t lesions;
    double lesion_threshold;     // mean threshold when the last lesion was made; NaN: none was
    float *drive;                // [units] feed-forward input of this presentation times the unit's
                                 // gain, before threshold and gain control
    float *activity;             // [units]
    double *threshold;           // [units]
    double *gain;                // [units] factor on the drive
    double *average;             // [units] smoothed activity
    Activity *shown;             // [1 + delays] what it shows, 0 or more presentations ago
    Activity next;               // scratch for settling: what is shown next
    int64_t steps;               // activations that it took when it last responded
    bool settled;                // did it settle within its tolerance then?
    StripTargets *strip_targets; // [strips] units that are inside
    // Scratch for settling (settling.h), by strips.
    float *strip_drive, *strip_threshold; // [strips][STRIP] 0 beside the sheet
    unsigned char *driven;                // [strips]
} Sheet;

// Allocates a sheet whose outgoing fields reach at most `largest_radius` units and `delays`
// presentations; eye NULL: of none.
bool sheet_init(Sheet *sheet, const char *item, const Eye *eye, const SheetSettings *settings,
                size_t largest_radius, size_t delays, Error *error);
void sheet_finish(Sheet *sheet);

// An input sheet shows a stimulus; all others are driven by projections.
static inline bool sheet_is_input(const Sheet *sheet) {
    return sheet->settings->stimulus[0] != '\0';
}

// Does settling end when the sheet has settled?
static inline bool sheet_has_tolerance(const Sheet *sheet) {
    return !sheet_is_input(sheet) && sheet->settings->tolerance > 0;
}

static inline size_t sheet_strips_across(const Sheet *sheet) {
    return (sheet->geometry.n + STRIP_COLUMNS - 1) / STRIP_COLUMNS;
}

static inline size_t sheet_strips(const Sheet *sheet) {
    return sheet->grid.side * sheet_strips_across(sheet);
}

// The unit in lane t of the b-th tile of the sheet's units; false: there is none.
static inline bool sheet_unit(const Sheet *sheet, size_t b, size_t t, size_t *unit) {
    size_t i = b / sheet->grid.side * TILE_SIDE + t / TILE_SIDE,
           j = b % sheet->grid.side * TILE_SIDE + t % TILE_SIDE;
    *unit = i * sheet->grid.n + j;
    return i < sheet->grid.n && j < sheet->grid.n;
}

// Silences units that are not inside and lays `activity` out for the kernels.
void sheet_publish(Sheet *sheet);

// Makes a lesion of the units lost[units], or makes the one of that name anew, and silences them.
void sheet_add_lesion(Sheet *sheet, const char *name, const unsigned char *lost);

// Undoes the lesion of that name, if there is one: its units are inside again, silent until the
// next presentation, but for those of another lesion that holds. NULL: all lesions.
void sheet_remove_lesion(Sheet *sheet, const char *name);

// Mean threshold over the units in the mask, with or without lesions.
double sheet_mean_threshold(const Sheet *sheet);

// Is any activity, `delay` presentations ago, below 0?
bool sheet_has_negative(const Sheet *sheet, size_t delay);

// Moves the present activity into the past; called once a presentation, after learning.
void sheet_remember(Sheet *sheet);

// One homeostatic step on the settled activity of the presentation that comes after `presentation`
// others.
void sheet_adapt(Sheet *sheet, int64_t presentation);

// Mean activity over the units that are inside.
double sheet_mean_activity(const Sheet *sheet);

// False when an activity is not finite or beyond `limit`, naming sheet and unit.
bool sheet_check_activity(const Sheet *sheet, double limit, Error *error);

// Bytes, about, of a sheet that is made with the same.
double sheet_memory(const SheetSettings *settings, size_t largest_radius, size_t delays);
