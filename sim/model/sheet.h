// SPDX-License-Identifier: GPL-3.0-or-later
// Sheet: a square of units with one activity each.
//
// A unit is *inside* if it is in the mask and in no lesion. A sheet *shows* its activity as
// projections read it: in the kernels' layout, with very small values set to 0 (tiles.h). A *strip*
// is 4 x 16 of its units, which respond together (tiles.h).
//
// Invariant: units that are not inside have an activity of 0 and do not adapt.
#pragma once

#include "kernels/geometry.h"
#include "kernels/tiles.h"
#include "kinds/competition.h"
#include "kinds/eye.h"
#include "kinds/noise.h"
#include "kinds/region.h"
#include "settings/setting.h"

enum { BOUNDARY_OPEN, BOUNDARY_PERIODIC };

enum { HOMEOSTASIS_THRESHOLD, HOMEOSTASIS_GAIN };

// Homeostasis keeps each unit's mean activity near a target (docs/model.md). After each
// presentation average <- (1 - smoothing) activity + smoothing average. Then, by the mode,
// threshold <- threshold
// + rate (average - target), with floors (Stevens et al. 2013, who have none), or gain <- gain (1 +
// rate (target - average)), between 1/cap and cap.
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
    double carry;              // share of the activity before that settling starts from
    double divisor, factor;    // constants of projections that divide or multiply
    GainControl gain_control;
    Homeostasis homeostasis;
    Variant competition, noise;
    Variant mask;
} SheetSettings;

extern const Kind *const sheet_kinds[]; // the one kind of a sheet: rows of SheetSettings

// Units that are lost until this lesion is undone.
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
    double lesion_threshold;     // mean threshold when the last lesion was made; NaN: no lesion
    float *drive;                // [units] feed-forward input times the unit's gain, before
                                 // threshold and gain control
    float *activity;             // [units]
    double *threshold;           // [units]
    double threshold_setting;    // the setting that the thresholds have followed so far
    double *gain;                // [units] factor on the drive
    double *average;             // [units] smoothed activity
    Activity *shown;             // [1 + delays] shown 0 or more presentations ago
    size_t back;                 // steps that projections from here look back in settling
    Activity *next;              // [back] scratch for settling: the latest steps
    int64_t steps;               // activations in the last response
    bool settled;                // did it settle within its tolerance then?
    double last_change;          // how far from rest it was then (settling.h); 0: it took no step
    StripTargets *strip_targets; // [strips] units that are inside
    // Scratch for settling (settling.h), by strips.
    float *strip_drive, *strip_threshold; // [strips][STRIP] 0 beside the sheet
    unsigned char *driven;                // [strips]
} Sheet;

// The maxima over the projections from a sheet: radius in units, delay in presentations, and delay
// in steps (at least 1).
typedef struct {
    size_t radius, delay, back;
} SheetReach;

// Allocates a sheet; eye NULL: it belongs to no eye.
bool sheet_init(Sheet *sheet, const char *item, const Eye *eye, const SheetSettings *settings,
                SheetReach reach, Error *error);
void sheet_finish(Sheet *sheet);

// An input sheet shows a stimulus; projections drive all others.
static inline bool sheet_is_input(const Sheet *sheet) {
    return sheet->settings->stimulus[0] != '\0';
}

// Does settling end within a tolerance?
static inline bool sheet_has_tolerance(const Sheet *sheet) {
    return !sheet_is_input(sheet) && sheet->settings->tolerance > 0;
}

// Lets the shown activity of the presentation before leak, to the share that is carried over.
void sheet_carry(Sheet *sheet);

// The activity that a pass of settling writes. Passes write in turn; the last ones can be read.
static inline Activity *sheet_pass(Sheet *sheet, uint64_t pass) {
    uint64_t k = sheet->back == 1 ? pass % 2 : pass % (sheet->back + 1);
    return k ? &sheet->next[k - 1] : &sheet->shown[0];
}

static inline size_t sheet_strips_across(const Sheet *sheet) {
    return (sheet->geometry.n + STRIP_COLUMNS - 1) / STRIP_COLUMNS;
}

static inline size_t sheet_strips(const Sheet *sheet) {
    return sheet->grid.side * sheet_strips_across(sheet);
}

// The unit in lane t of the sheet's b-th tile; false: there is none.
static inline bool sheet_unit(const Sheet *sheet, size_t b, size_t t, size_t *unit) {
    size_t i = b / sheet->grid.side * TILE_SIDE + t / TILE_SIDE,
           j = b % sheet->grid.side * TILE_SIDE + t % TILE_SIDE;
    *unit = i * sheet->grid.n + j;
    return i < sheet->grid.n && j < sheet->grid.n;
}

// Silences units that are not inside and copies `activity` to shown[0].
void sheet_publish(Sheet *sheet);

// Makes a lesion of the units lost[units], or replaces the one of that name, and silences them.
void sheet_add_lesion(Sheet *sheet, const char *name, const unsigned char *lost);

// Undoes the lesion of that name, if there is one; NULL: all lesions. Units that are in no other
// lesion are inside again, and silent until the next presentation.
void sheet_remove_lesion(Sheet *sheet, const char *name);

// Mean threshold over the units in the mask, those in lesions included.
double sheet_mean_threshold(const Sheet *sheet);

// Is any activity, `delay` presentations ago, below 0?
bool sheet_has_negative(const Sheet *sheet, size_t delay);

// Lets the units compete with the activity that they have settled at, adds noise, and shows the
// outcome.
void sheet_conclude(Sheet *sheet, int64_t seed, int64_t presentation);

// Adds noise to `activity`; its draws belong to the root seed, the sheet, the presentation and the
// unit.
void sheet_add_noise(Sheet *sheet, int64_t seed, int64_t presentation);

// Moves the activity of this presentation into the past; call it after learning.
void sheet_remember(Sheet *sheet);

// One homeostatic step after a presentation, from its settled activity.
void sheet_adapt(Sheet *sheet, int64_t presentation);

// Moves all thresholds by as much as the setting has changed.
void sheet_follow_threshold(Sheet *sheet);

// Mean activity over the units that are inside.
double sheet_mean_activity(const Sheet *sheet);

// Refuses activity that is not finite or above `limit`, naming sheet and unit.
bool sheet_check_activity(const Sheet *sheet, double limit, Error *error);

// An estimate of the bytes of such a sheet.
double sheet_memory(const SheetSettings *settings, SheetReach reach);
