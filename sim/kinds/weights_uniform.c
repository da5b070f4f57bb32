// SPDX-License-Identifier: GPL-3.0-or-later
// Independent uniform draws over the whole disc; with low = high, a constant.
#include "kinds/weights.h"

typedef struct {
    double low, high;
} UniformSettings;

#define AT(member) offsetof(UniformSettings, member)

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
    .kind = {"uniform",
             "independent uniform draws",
             {sizeof(UniformSettings), NULL,
              (const Setting[]){
                  {"low", SETTING_REAL, AT(low), "0.0", -1000, 1000, .help = "least weight drawn"},
                  {"high", SETTING_REAL, AT(high), "1.0", -1000, 1000,
                   .help = "bound of the draws"},
                  {0}}}},
    .draw = draw,
};
