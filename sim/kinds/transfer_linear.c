// SPDX-License-Identifier: GPL-3.0-or-later
// Linear: gain (x - offset), negative too.
#include "kinds/transfer.h"

static double value(const void *settings_of_kind, double input) {
    const TransferScale *settings = settings_of_kind;
    return settings->gain * (input - settings->offset);
}

const TransferKind transfer_linear = {
    .kind = {"linear", "gain (x - offset), negative too",
             BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
};
