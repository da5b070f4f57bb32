// SPDX-License-Identifier: GPL-3.0-or-later
// Gaussian noise: max(floor, x + sigma N), N a standard normal draw.
#include "kinds/noise.h"

typedef struct {
    double sigma, floor; // floor NaN: none
} GaussianSettings;

static double draw(const void *settings_of_kind, double activity, RandomDraws *draws) {
    const GaussianSettings *settings = settings_of_kind;
    double noisy = activity + settings->sigma * random_normal(draws);
    return noisy < settings->floor ? settings->floor : noisy; // what is not a number is passed on
}

static bool is_signed(const void *settings_of_kind) {
    return !(((const GaussianSettings *)settings_of_kind)->floor >= 0);
}

const NoiseKind noise_gaussian = {
    .kind = {"gaussian", "x + sigma N, N a standard normal draw, but at least `floor`",
             BLOCK(GaussianSettings, NULL,
                   {SETTING(GaussianSettings, sigma), NULL, 0, 1e6, .help = "standard deviation",
                    .live = true},
                   {SETTING(GaussianSettings, floor), "0.0", -1e6, 1e6,
                    .help = "least activity with noise", .word = "none", .live = true})},
    .draw = draw,
    .is_signed = is_signed,
};
