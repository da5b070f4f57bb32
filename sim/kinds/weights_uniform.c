// SPDX-License-Identifier: GPL-3.0-or-later
// Independent uniform draws over the whole disc; with low = high, a constant.
#include "kinds/weights.h"

typedef struct {
    double low, high;
} UniformSettings;

static bool draw(const void *settings_of_kind, const void *state, const WeightsWindow *window,
                 double *weight, Error *error) {
    (void)state;
    (void)error;
    const UniformSettings *settings = settings_of_kind;
    for (size_t k = 0; k < window->n; k++)
        weight[k] = random_between(window->draws, settings->low, settings->high);
    return true;
}

const WeightsKind weights_uniform = {
    .kind =
        {"uniform", "independent uniform draws",
         BLOCK(UniformSettings, NULL,
               {SETTING(UniformSettings, low), "0.0", -1000, 1000, .help = "least weight drawn"},
               {SETTING(UniformSettings, high), "1.0", -1000, 1000, .help = "bound of the draws"})},
    .draw = draw,
};
