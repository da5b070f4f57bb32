// SPDX-License-Identifier: GPL-3.0-or-later
// Absolute value: |gain (x - offset)|, rectified on both sides.
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input) {
    const TransferScale *settings = settings_of_kind;
    return fabs(settings->gain * (input - settings->offset));
}

const TransferKind transfer_absolute = {
    .kind = {"absolute", "|gain (x - offset)|", BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
    .kinks = transfer_kink_at_offset,
};
