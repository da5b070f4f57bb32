// SPDX-License-Identifier: GPL-3.0-or-later
// Power law: gain [x - offset]+^exponent, the rate of cortical cells near threshold over their mean
// potential (Miller & Troyer 2002, J Neurophysiol 87:653).
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    TransferScale scale;
    double exponent;
} PowerSettings;

static double value(const void *settings_of_kind, double input) {
    const PowerSettings *settings = settings_of_kind;
    double above = input - settings->scale.offset;
    return above <= 0 ? 0 : settings->scale.gain * pow(above, settings->exponent);
}

static TransferSlope slope(const void *settings_of_kind) {
    const PowerSettings *settings = settings_of_kind;
    bool linear = settings->exponent == 1;
    return (TransferSlope){linear ? settings->scale.gain : (double)INFINITY, linear, false};
}

const TransferKind transfer_power = {
    .kind = {"power", "gain times [x - offset]+ to the power of `exponent`",
             BLOCK(PowerSettings, &transfer_scale,
                   {SETTING(PowerSettings, exponent), "2.0", 0.1, 10,
                    .help = "exponent; 1 gives the rectifier, 2 the squared one", .live = true})},
    .value = value,
    .slope = slope,
    .kinks = transfer_kink_at_offset,
};
