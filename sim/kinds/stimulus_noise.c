// SPDX-License-Identifier: GPL-3.0-or-later
// White noise: every unit, or every square cell of side `grain`, has an independent value. The
// first cell lies at the sheet's top left corner. A grain finer than a unit has no effect, as have
// the pattern's centre and orientation. Values are not clipped: Gaussian ones can be negative.
#include "kinds/stimulus.h"

#include "base/memory.h"

enum { UNIFORM, GAUSSIAN };
static const char *const distributions[] = {"uniform", "gaussian", NULL};

typedef struct {
    StimulusSettings stimulus;
    int distribution;
    double mean, deviation;
    double grain; // sheet units
} NoiseSettings;

static double next_value(const NoiseSettings *settings, RandomDraws *draws) {
    double standard = settings->distribution == UNIFORM ? sqrt(12.0) * (random_uniform(draws) - 0.5)
                                                        : random_normal(draws);
    return settings->mean + settings->deviation * standard;
}

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const NoiseSettings *settings = settings_of_kind;
    size_t n = geometry->n;
    double units = settings->grain * geometry->density; // along a cell
    if (units <= 1.0) {
        for (size_t k = 0; k < n * n; k++)
            value[k] = next_value(settings, pattern->draws);
        return;
    }
    size_t cells = (size_t)(((double)n - 0.5) / units) + 1;
    OWNED double *values = allocate(cells * cells, sizeof *values);
    for (size_t k = 0; k < cells * cells; k++)
        values[k] = next_value(settings, pattern->draws);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            size_t row = (size_t)(((double)i + 0.5) / units);
            size_t column = (size_t)(((double)j + 0.5) / units);
            value[i * n + j] = values[row * cells + column];
        }
}

const StimulusKind stimulus_noise = {
    .kind = {"noise", "white noise, uniform or Gaussian",
             BLOCK_IDLE(
                 NoiseSettings, &stimulus_settings,
                 IDLE("half_range", "orientation", "orientation_range", "disparity", "jitter"),
                 {SETTING(NoiseSettings, distribution), "uniform", .choices = distributions,
                  .help = "how the values are distributed", .live = true},
                 {SETTING(NoiseSettings, mean), "0.5", -1000, 1000, .help = "mean of the values",
                  .live = true},
                 {SETTING(NoiseSettings, deviation), "0.288675", 0, 1000,
                  .help = "their standard deviation; uniform in [0, 1) has 0.288675", .live = true},
                 {SETTING(NoiseSettings, grain), "0.0", 0, 1000, "sheet units",
                  "side of the square cells that share one value; 0: each unit has its own",
                  .live = true})},
    .draw = draw,
};
