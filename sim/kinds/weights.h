// SPDX-License-Identifier: GPL-3.0-or-later
// Weights: the shape of a connection field before learning.
//
// weights.c lists the kinds, which are in files weights_*.c. A kind draws the whole disc. The
// projection crops it at the edge of the source sheet and normalises it.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "kernels/geometry.h"
#include "settings/setting.h"

// One field to draw: the square window of 2R + 1 rows and columns of source units about its centre.
typedef struct {
    size_t target;               // index of the target unit, row * n + column
    size_t side;                 // 2R + 1
    const size_t *first;         // [side] the first column that is on the disc, by row
    const unsigned char *there;  // [side * side] is there a connection? NULL: on the whole disc
    double density;              // units per sheet unit
    const double *x, *y;         // [side] source unit minus the field's own centre, sheet units:
                                 // by column, by row
    const int64_t *row, *column; // [side] of the source unit; -1 beside the sheet
    int64_t sources;             // source units a side
    RandomStream stream;         // draw number k of the target belongs to place k of the window
    bool later;                  // is it of a field that becomes larger during a run?
} WeightsWindow;

// The column after the last one that is on the disc.
static inline size_t weights_last(const WeightsWindow *window, size_t row) {
    return window->side - window->first[row];
}

typedef struct {
    Kind kind;
    // Reads files into a state of the kind; `open` and `close` may be NULL.
    bool (*open)(const void *settings, size_t targets, size_t sources, void **state, Error *error);
    void (*close)(void *state);
    // Checks that the kind can draw fields with such a window; NULL: it can draw any.
    bool (*fits)(const void *settings, const void *state, const Geometry *window, Error *error);
    // Writes weight[side * side], row by row; values off the disc are ignored.
    bool (*draw)(const void *settings, const void *state, const WeightsWindow *window,
                 double *weight, Error *error);
} WeightsKind;

extern const Kind *const weights_kinds[]; // NULL-terminated, first members of WeightsKind
