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
    double low = settings->low, range = settings->high - low;
    for (size_t i = 0; i < window->side; i++, weight += window->side) {
        size_t first = window->first[i], last = weights_last(window, i);
        random_uniforms(window->stream, window->target, i * window->side + first, last - first,
                        weight + first);
        for (size_t j = first; j < last; j++)
            weight[j] = low + range * weight[j];
    }
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
