// SPDX-License-Identifier: GPL-3.0-or-later
// Noisy rectified linear: max(0, u + s(u) N), u = gain (x - offset), N a standard normal draw, with
// a spread s(u) = sigma + sigma_slope [u]+ (the noisy rectified linear unit of Nair & Hinton 2010,
// ICML).
#include "kinds/transfer.h"

typedef struct {
    TransferScale scale; // first: its rows are the base of these
    double sigma, sigma_slope;
} NoisyRectifiedSettings;

static double value(const void *settings_of_kind, double input, RandomDraws *noise) {
    const NoisyRectifiedSettings *settings = settings_of_kind;
    double u = settings->scale.gain * (input - settings->scale.offset);
    if (noise)
        u += (settings->sigma + settings->sigma_slope * (u > 0 ? u : 0)) * random_normal(noise);
    return u <= 0 ? 0 : u;
}

static size_t kinks(const void *settings_of_kind, double at[TRANSFER_KINKS]) {
    const NoisyRectifiedSettings *settings = settings_of_kind;
    at[0] = settings->scale.offset;
    return 1;
}

const TransferKind transfer_noisy_rectified = {
    .kind = {"noisy_rectified",
             "max(0, u + N(0, s)), u = gain (x - offset), s = sigma + sigma_slope max(0, u)",
             BLOCK(NoisyRectifiedSettings, &transfer_scale,
                   {SETTING(NoisyRectifiedSettings, sigma), "0.1", 0, 1e6,
                    .help = "standard deviation of the noise at silence"},
                   {SETTING(NoisyRectifiedSettings, sigma_slope), "0.0", 0, 1e6,
                    .help = "what the standard deviation gains with each unit of u"})},
    .value = value,
    .kinks = kinks,
    .noisy = true,
};
