// SPDX-License-Identifier: GPL-3.0-or-later
// Rectified linear: [x]+ = max(0, x). Silent below the cut-off, unit gain above it, no ceiling.
#include "transfer.h"

static void apply(const void *settings, size_t n, float *activity) {
    (void)settings;
    for (size_t i = 0; i < n; i++)
        activity[i] = activity[i] <= 0.0f ? 0.0f : activity[i]; // lets NaN through, to be reported
}

const TransferKind transfer_rectified = {
    .kind = {"rectified", "max(0, x)", {1, NULL, (const Setting[]){{0}}}},
    .apply = apply,
};
