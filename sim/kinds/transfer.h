// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer: from a unit's drive, less its threshold, to its activity.
//
// The kinds are listed in transfer.c; each stands in its own file transfer_KIND.c. Most are a
// standard function of gain (input - offset). Where a kind is noisy, each draw belongs to one
// presentation, settling step and unit, so that the bits depend on nothing else.
#pragma once

#include "base/random.h"
#include "settings/setting.h"

enum { TRANSFER_KINKS = 2 };

typedef struct {
    Kind kind;
    // The activity at an input; `noise` is where a noisy kind takes its draws, NULL: none, and the
    // activity is that without noise.
    double (*value)(const void *settings, double input, RandomDraws *noise);
    // Writes the inputs at which the slope jumps, and returns how many; NULL: nowhere.
    size_t (*kinks)(const void *settings, double at[TRANSFER_KINKS]);
    // Replaces n inputs by activities, as `value` does but faster; NULL: `value` will do.
    void (*apply)(const void *settings, size_t n, float *activity);
    bool noisy;
} TransferKind;

extern const TransferKind transfer_rectified;
extern const Kind *const transfer_kinds[]; // NULL-terminated, first members of TransferKind

// What most kinds begin with, and its rows.
typedef struct {
    double gain, offset; // the standard function is taken of gain (input - offset)
} TransferScale;
extern const Block transfer_scale;

// What those with a ceiling have, and the rows beyond transfer_scale's.
typedef struct {
    TransferScale scale; // first: its rows are the base of these
    double ceiling;      // the largest activity
} TransferCeiling;
extern const Setting transfer_ceiling[];

// The units that a block of values belongs to: value k is unit first + k / columns * pitch + k %
// columns.
typedef struct {
    RandomStream noise; // of this presentation and settling step
    size_t first, columns, pitch;
} TransferUnits;

// Replaces n inputs by activities; `units` NULL: without noise.
void transfer_apply(const Variant *transfer, const TransferUnits *units, size_t n, float *activity);

// The activity at one input, without noise.
double transfer_value(const Variant *transfer, double input);
bool transfer_is_noisy(const Variant *transfer);
