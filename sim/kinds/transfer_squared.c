// SPDX-License-Identifier: GPL-3.0-or-later
// Rectified and squared: gain [x - offset]+^2, the expansive power law of cells far below their
// ceiling.
#include "kinds/transfer.h"

static double value(const void *settings_of_kind, double input) {
    const TransferScale *settings = settings_of_kind;
    double u = input - settings->offset;
    return u <= 0 ? 0 : settings->gain * u * u;
}

const TransferKind transfer_squared = {
    .kind = {"squared", "gain [x - offset]+ squared",
             BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
};
