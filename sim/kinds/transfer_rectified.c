// SPDX-License-Identifier: GPL-3.0-or-later
// Rectified linear: [x]+ = max(0, x). Silent below the cut-off, unit gain above it, no ceiling.
#include "kinds/transfer.h"

static double value(const void *settings, double input) {
    (void)settings;
    return input <= 0 ? 0 : input; // lets NaN through, to be reported
}

static size_t kinks(const void *settings, double at[TRANSFER_KINKS]) {
    (void)settings;
    at[0] = 0;
    return 1;
}

static void apply(const void *settings, size_t n, float *activity) {
    (void)settings;
    for (size_t i = 0; i < n; i++)
        activity[i] = activity[i] <= 0.0f ? 0.0f : activity[i];
}

const TransferKind transfer_rectified = {
    .kind = {"rectified", "max(0, x)", NO_SETTINGS},
    .value = value,
    .kinks = kinks,
    .apply = apply,
};
