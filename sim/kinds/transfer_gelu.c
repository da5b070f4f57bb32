// SPDX-License-Identifier: GPL-3.0-or-later
// Gaussian error linear unit: u P(u), u = gain (x - offset), P the normal distribution function
// (Hendrycks & Gimpel 2016, arXiv 1606.08415).
#include "kinds/transfer.h"

#include <math.h>

static double value(const void *settings_of_kind, double input) {
    const TransferScale *settings = settings_of_kind;
    double u = settings->gain * (input - settings->offset);
    return 0.5 * u * erfc(-u * M_SQRT1_2);
}

const TransferKind transfer_gelu = {
    .kind = {"gelu", "u P(u), u = gain (x - offset), P the normal distribution function",
             BLOCK_OF_NONE(TransferScale, &transfer_scale)},
    .value = value,
};
