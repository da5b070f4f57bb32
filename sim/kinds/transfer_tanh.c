// SPDX-License-Identifier: GPL-3.0-or-later
// Hyperbolic tangent: ceiling tanh(gain (x - offset) / ceiling), of slope `gain` at the offset,
// negative below it.
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input) {
    const TransferCeiling *settings = settings_of_kind;
    return settings->ceiling *
           tanh(settings->scale.gain * (input - settings->scale.offset) / settings->ceiling);
}

const TransferKind transfer_tanh = {
    .kind = {"tanh", "ceiling tanh(gain (x - offset) / ceiling)",
             BLOCK_OF_NONE(TransferCeiling, &transfer_ceiling_block)},
    .value = value,
};
