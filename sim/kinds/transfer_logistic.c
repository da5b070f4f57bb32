// SPDX-License-Identifier: GPL-3.0-or-later
// Logistic: ceiling / (1 + exp(-gain (x - offset))), positive everywhere.
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input) {
    const TransferCeiling *settings = settings_of_kind;
    return settings->ceiling / (1 + exp(-settings->scale.gain * (input - settings->scale.offset)));
}

const TransferKind transfer_logistic = {
    .kind = {"logistic", "ceiling / (1 + exp(-gain (x - offset)))",
             BLOCK_OF_NONE(TransferCeiling, &transfer_ceiling_block)},
    .value = value,
};
