// SPDX-License-Identifier: GPL-3.0-or-later
// Weights: the shape of a connection field before learning.
//
// weights.c lists the kinds, which are in files weights_*.c. A kind draws the whole disc. The
// projection crops it at the edge of the source sheet and normalises it.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "settings/setting.h"

// One field to draw: the square window of (2R + 1)^2 source units about its centre, row by row.
typedef struct {
    size_t target;         // index of the target unit, row * n + column
    size_t n;              // units in the window
    const double *x, *y;   // [n] source unit minus the field's own centre, sheet units
    const bool *inside;    // [n] on the disc
    const int64_t *source; // [n] index of the source unit, row * n + column; -1 beside the sheet
    RandomDraws *draws;    // n draws may be taken
} WeightsWindow;

typedef struct {
    Kind kind;
    // Reads files into a state of the kind; `open` and `close` may be NULL.
    bool (*open)(const void *settings, size_t targets, size_t sources, void **state, Error *error);
    void (*close)(void *state);
    // Writes weight[n]; values off the disc are ignored.
    bool (*draw)(const void *settings, const void *state, const WeightsWindow *window,
                 double *weight, Error *error);
} WeightsKind;

extern const Kind *const weights_kinds[]; // NULL-terminated, first members of WeightsKind
