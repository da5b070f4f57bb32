// SPDX-License-Identifier: GPL-3.0-or-later
// Softplus: log(1 + exp(gain (x - offset))) / gain, a rectifier with a rounded corner of width 1 /
// gain.
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input) {
    const TransferScale *settings = settings_of_kind;
    double u = settings->gain * (input - settings->offset); // neither exp below overflows
    return ((u > 0 ? u : 0) + log1p(exp(-fabs(u)))) / settings->gain;
}

const TransferKind transfer_softplus = {
    .kind = {"softplus", "log(1 + exp(gain (x - offset))) / gain",
             BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
};
