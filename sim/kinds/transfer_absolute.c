// SPDX-License-Identifier: GPL-3.0-or-later
// Absolute value: |gain (x - offset)|, rectified on both sides.
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input, RandomDraws *noise) {
    const TransferScale *settings = settings_of_kind;
    (void)noise;
    return fabs(settings->gain * (input - settings->offset));
}

static size_t kinks(const void *settings_of_kind, double at[TRANSFER_KINKS]) {
    const TransferScale *settings = settings_of_kind;
    at[0] = settings->offset;
    return 1;
}

const TransferKind transfer_absolute = {
    .kind = {"absolute", "|gain (x - offset)|", BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
    .kinks = kinks,
};
