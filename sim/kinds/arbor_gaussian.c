// SPDX-License-Identifier: GPL-3.0-or-later
// A round Gaussian of height 1: exp(-r^2 / 2 sigma^2).
#include "kinds/arbor.h"

typedef struct {
    ArborSettings arbor;
    double sigma; // sheet units
} GaussianSettings;

static double value(const void *settings_of_kind, double distance) {
    const GaussianSettings *settings = settings_of_kind;
    return exp(-0.5 * distance * distance / (settings->sigma * settings->sigma));
}

const ArborKind arbor_gaussian = {
    .kind = {"gaussian", "round Gaussian of height 1",
             BLOCK(GaussianSettings, &arbor_settings,
                   {SETTING(GaussianSettings, sigma), NULL, 1e-6, 1000, "sheet units",
                    .help = "standard deviation"})},
    .value = value,
};
