// SPDX-License-Identifier: GPL-3.0-or-later
// Rectified linear with a ceiling: min(ceiling, max(0, u)), u = gain (x - offset).
#include "kinds/transfer.h"

static double value(const void *settings_of_kind, double input) {
    const TransferCeiling *settings = settings_of_kind;
    double u = settings->scale.gain * (input - settings->scale.offset);
    return u <= 0 ? 0 : u > settings->ceiling ? settings->ceiling : u;
}

static size_t kinks(const void *settings_of_kind, double at[TRANSFER_KINKS]) {
    const TransferCeiling *settings = settings_of_kind;
    at[0] = settings->scale.offset;
    at[1] = settings->scale.offset + settings->ceiling / settings->scale.gain;
    return 2;
}

const TransferKind transfer_rectified_ceiling = {
    .kind = {"rectified_ceiling", "min(ceiling, max(0, u)), u = gain (x - offset)",
             BLOCK_OF_NONE(TransferCeiling, &transfer_ceiling_block)},
    .value = value,
    .kinks = kinks,
};
