// SPDX-License-Identifier: GPL-3.0-or-later
// Piecewise linear: from 0 at `lower` to 1 at `upper`, 0 below and 1 above: LISSOM's approximation
// of a sigmoid (Miikkulainen, Bednar, Choe & Sirosh 2005, *Computational Maps in the Visual
// Cortex*).
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    double lower, upper;
} PiecewiseLinearSettings;

static double value(const void *settings_of_kind, double input) {
    const PiecewiseLinearSettings *settings = settings_of_kind;
    if (input <= settings->lower)
        return 0;
    if (input >= settings->upper)
        return 1;
    return (input - settings->lower) / (settings->upper - settings->lower);
}

static size_t kinks(const void *settings_of_kind, double at[TRANSFER_KINKS]) {
    const PiecewiseLinearSettings *settings = settings_of_kind;
    at[0] = settings->lower;
    at[1] = settings->upper;
    return 2;
}

// A step has no slope that is a number.
static TransferSlope slope(const void *settings_of_kind) {
    const PiecewiseLinearSettings *settings = settings_of_kind;
    double width = settings->upper - settings->lower;
    return (TransferSlope){width > 0 ? 1 / width : (double)INFINITY, width > 0, true};
}

const TransferKind transfer_piecewise_linear = {
    .kind = {"piecewise_linear", "(x - lower) / (upper - lower), between 0 and 1",
             BLOCK(PiecewiseLinearSettings, NULL,
                   {SETTING(PiecewiseLinearSettings, lower), "0.0", -1e6, 1e6,
                    .help = "input up to which the activity is 0", .live = true},
                   {SETTING(PiecewiseLinearSettings, upper), "1.0", -1e6, 1e6,
                    .help = "input from which the activity is 1; not above `lower`: a step there",
                    .live = true})},
    .value = value,
    .slope = slope,
    .kinks = kinks,
};
