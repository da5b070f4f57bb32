// SPDX-License-Identifier: GPL-3.0-or-later
// A flat top with a soft edge: 1 / (1 + exp((r - radius) / softness)).
#include "kinds/arbor.h"

typedef struct {
    ArborSettings arbor;
    double radius, softness; // sheet units
} SigmoidSettings;

static double value(const void *settings_of_kind, double distance) {
    const SigmoidSettings *settings = settings_of_kind;
    return 1 / (1 + exp((distance - settings->radius) / settings->softness));
}

const ArborKind arbor_sigmoid = {
    .kind = {"sigmoid", "flat within a radius, with a soft edge",
             BLOCK(SigmoidSettings, &arbor_settings,
                   {SETTING(SigmoidSettings, radius), NULL, 0, 1000, "sheet units",
                    .help = "distance at which the factor is 1/2"},
                   {SETTING(SigmoidSettings, softness), NULL, 1e-6, 1000, "sheet units",
                    .help = "distance over which the odds of the factor fall to 1/e"})},
    .value = value,
};
