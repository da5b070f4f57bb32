// SPDX-License-Identifier: GPL-3.0-or-later
// Noisy rectified linear: max(0, u + s(u) N), u = gain (x - offset), N a standard normal draw, with
// a spread s(u) = sigma + sigma_slope [u]+ (the noisy rectified linear unit of Nair & Hinton 2010,
// ICML).
#include "kinds/transfer.h"

typedef struct {
    TransferScale scale;
    double sigma, sigma_slope;
} NoisyRectifiedSettings;

static double value(const void *settings_of_kind, double input) {
    const TransferScale *scale = settings_of_kind;
    double u = scale->gain * (input - scale->offset);
    return u <= 0 ? 0 : u;
}

static double draw(const void *settings_of_kind, double input, RandomDraws *draws) {
    const NoisyRectifiedSettings *settings = settings_of_kind;
    double u = settings->scale.gain * (input - settings->scale.offset);
    u += (settings->sigma + settings->sigma_slope * (u > 0 ? u : 0)) * random_normal(draws);
    return u <= 0 ? 0 : u;
}

const TransferKind transfer_noisy_rectified = {
    .kind = {"noisy_rectified",
             "max(0, u + N(0, s)), u = gain (x - offset), s = sigma + sigma_slope max(0, u)",
             BLOCK(NoisyRectifiedSettings, &transfer_scale,
                   {SETTING(NoisyRectifiedSettings, sigma), "0.1", 0, 1e6,
                    .help = "standard deviation of the noise where u is 0 or less", .live = true},
                   {SETTING(NoisyRectifiedSettings, sigma_slope), "0.0", 0, 1e6,
                    .help = "growth of the standard deviation for each unit of u above 0",
                    .live = true})},
    .value = value,
    .kinks = transfer_kink_at_offset,
    .draw = draw,
};
