// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer: the function that gives a unit's activity from its drive minus its threshold.
//
// transfer.c lists the kinds. Each has its own file transfer_KIND.c. Most are a standard function
// of gain (input - offset). Each draw of a noisy kind belongs to one presentation, settling step
// and unit, so that the bits depend on nothing else.
#pragma once

#include "base/random.h"
#include "settings/setting.h"

enum { TRANSFER_KINKS = 2 };

typedef struct {
    double greatest; // over all inputs; may be infinite where it is not bounded
    bool bounded;    // false: the slope grows without bound, with the input or towards one input
    bool saturates;  // the activity itself is bounded
} TransferSlope;

typedef struct {
    Kind kind;
    // The activity at an input, without noise.
    double (*value)(const void *settings, double input);
    // The same with noise, from random draws; NULL: the kind has no noise.
    double (*draw)(const void *settings, double input, RandomDraws *draws);
    // Writes the inputs at which the slope jumps and returns how many there are; NULL: none.
    size_t (*kinks)(const void *settings, double at[TRANSFER_KINKS]);
    // The greatest slope; NULL: found by differences at inputs on both sides of 0 and of the
    // offset.
    TransferSlope (*slope)(const void *settings);
    // Replaces n inputs by activities, as `value` does but faster; NULL: `value` is used.
    void (*apply)(const void *settings, size_t n, float *activity);
} TransferKind;

extern const TransferKind transfer_rectified, transfer_linear;
extern const Kind *const transfer_kinds[]; // NULL-terminated, first members of TransferKind

// The first member of most kinds' settings, and its rows.
typedef struct {
    double gain, offset; // the argument of the standard function is gain (input - offset)
} TransferScale;
extern const Block transfer_scale;

// The `kinks` of a kind whose settings begin with TransferScale: one, at the offset.
size_t transfer_kink_at_offset(const void *settings, double at[TRANSFER_KINKS]);

// The settings of the kinds with a ceiling, and their rows.
typedef struct {
    TransferScale scale;
    double ceiling; // the maximum of the activity
} TransferCeiling;
extern const Block transfer_ceiling_block;

// The units that a block of values belongs to: value k is that of unit
// first + k / columns * pitch + k % columns.
typedef struct {
    RandomStream noise; // of this presentation and settling step
    size_t first, columns, pitch;
} TransferUnits;

// Replaces n inputs by activities; `units` NULL: without noise.
void transfer_apply(const Variant *transfer, const TransferUnits *units, size_t n, float *activity);

// The activity at one input, without noise.
double transfer_value(const Variant *transfer, double input);

// The greatest slope of the activity over all inputs.
TransferSlope transfer_slope(const Variant *transfer);

bool transfer_is_noisy(const Variant *transfer);
