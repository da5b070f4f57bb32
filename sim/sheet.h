// SPDX-License-Identifier: GPL-3.0-or-later
// Sheet: a square of units with one activity each.
//
// Invariant: activity is 0 wherever the mask leaves a unit out, and `tiles[d]` is the layout for
// the kernels of the activity that the sheet had d presentations ago (d = 0: now).
#pragma once

#include "geometry.h"
#include "region.h"
#include "setting.h"
#include "tiles.h"

enum { BOUNDARY_OPEN, BOUNDARY_PERIODIC };

// Threshold that keeps each unit's mean activity at a target (Stevens et al. 2013; docs/model.md),
// once a presentation: average <- (1 - smoothing) activity + smoothing average; threshold <-
// threshold + rate (average - target).
typedef struct {
    bool enabled;
    double target, rate, smoothing;
} Homeostasis;

// Divisive gain control by a Gaussian pool over the same sheet (docs/model.md):
// activity = f(drive / (constant + strength * pool)), the pool taken over f(drive / constant).
typedef struct {
    bool enabled;
    double constant, strength, sigma, radius;
} GainControl;

typedef struct {
    double density, half_width;
    int boundary;
    char *stimulus;
    Variant transfer;
    double threshold;
    int64_t settle;
    GainControl gain_control;
    Homeostasis homeostasis;
    Variant mask;
} SheetSettings;

extern const Kind *const sheet_kinds[]; // the one kind of a sheet: rows of SheetSettings

typedef struct {
    const char *name;              // borrowed
    const SheetSettings *settings; // borrowed
    Geometry geometry;
    size_t units; // n * n
    TileGrid grid;
    size_t delays;         // the longest delay of a projection from here
    unsigned char *inside; // [units] 1 where the mask keeps a unit
    float *drive;      // [units] feed-forward input of this presentation, before threshold and gain
    float *activity;   // [units]
    float *next;       // [units] scratch for the next settling step
    double *threshold; // [units]
    double *average;   // [units] smoothed activity
    float **past;      // [delays] activity 1, 2, ... presentations ago
    float **tiles;     // [delays + 1]
} Sheet;

// Allocates a sheet whose outgoing fields reach at most `largest_radius` units and `delays`
// presentations.
bool sheet_init(Sheet *sheet, const char *name, const SheetSettings *settings,
                size_t largest_radius, size_t delays, Error *error);
void sheet_finish(Sheet *sheet);

// An input sheet shows a stimulus; all others are driven by projections.
static inline bool sheet_is_input(const Sheet *sheet) {
    return sheet->settings->stimulus[0] != '\0';
}

// Silences units outside the mask and lays the activity out for the kernels.
void sheet_publish(Sheet *sheet);

// Moves the present activity into the past; called once a presentation, after learning.
void sheet_remember(Sheet *sheet);

// One homeostatic step on the settled activity.
void sheet_adapt(Sheet *sheet);

// Mean activity over the units inside the mask.
double sheet_mean_activity(const Sheet *sheet);

// False when an activity is not finite or beyond `limit`, naming sheet and unit.
bool sheet_check_activity(const Sheet *sheet, double limit, Error *error);

double sheet_memory(const SheetSettings *settings); // bytes, about
