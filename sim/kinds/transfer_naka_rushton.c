// SPDX-License-Identifier: GPL-3.0-or-later
// Hyperbolic ratio: ceiling u^n / (u^n + s^n), u = gain [x - offset]+, with half the ceiling at u =
// s (Naka & Rushton 1966, J Physiol 185:536; of cortical cells' responses to contrast: Albrecht &
// Hamilton 1982, J Neurophysiol 48:217).
#include "kinds/transfer.h"

#include <math.h>

typedef struct {
    TransferCeiling scaled;
    double exponent, half;
} NakaRushtonSettings;

static double value(const void *settings_of_kind, double input) {
    const NakaRushtonSettings *settings = settings_of_kind;
    const TransferScale *scale = &settings->scaled.scale;
    double u = scale->gain * (input - scale->offset);
    if (u <= 0)
        return 0;
    return settings->scaled.ceiling / (1 + pow(settings->half / u, settings->exponent));
}

// With z = (u / half)^n the slope is in proportion to z^(1 - 1/n) / (1 + z)^2, which is greatest
// where z = (n - 1) / (n + 1).
static TransferSlope slope(const void *settings_of_kind) {
    const NakaRushtonSettings *settings = settings_of_kind;
    double n = settings->exponent, z = (n - 1) / (n + 1);
    if (n < 1)
        return (TransferSlope){(double)INFINITY, false, true};
    double greatest = settings->scaled.ceiling * settings->scaled.scale.gain * n / settings->half *
                      pow(z, 1 - 1 / n) / ((1 + z) * (1 + z));
    return (TransferSlope){greatest, true, true};
}

const TransferKind transfer_naka_rushton = {
    .kind = {"naka_rushton",
             "ceiling u^n / (u^n + half^n), u = gain max(0, x - offset), n the exponent",
             BLOCK(NakaRushtonSettings, &transfer_ceiling_block,
                   {SETTING(NakaRushtonSettings, exponent), "2.0", 0.1, 10,
                    .help = "exponent n; above 1 the response rises faster than the input at first",
                    .live = true},
                   {SETTING(NakaRushtonSettings, half), "0.1", 1e-6, 1e6,
                    .help = "value of u with half the ceiling", .live = true})},
    .value = value,
    .slope = slope,
    .kinks = transfer_kink_at_offset,
};
