// SPDX-License-Identifier: GPL-3.0-or-later
// Round Gaussians, smooth or as a cloud: exp(-r^2 / 2 sigma^2), the cloud times a uniform draw in
// [0, 1) for each connection (docs/model.md; Stevens et al. 2013: lateral and afferent fields).
#include "kinds/weights.h"

#include <math.h>

typedef struct {
    double sigma; // sheet units
} GaussianSettings;

static const Block gaussian_block = BLOCK(GaussianSettings, NULL,
                                          {SETTING(GaussianSettings, sigma), NULL, 1e-6, 1000,
                                           "sheet units", .help = "standard deviation"});

static bool draw_gaussian(const void *settings_of_kind, const void *state,
                          const WeightsWindow *window, double *weight, Error *error) {
    (void)state;
    (void)error;
    const GaussianSettings *settings = settings_of_kind;
    double steepness = 0.5 / (settings->sigma * settings->sigma);
    for (size_t k = 0; k < window->n; k++)
        weight[k] = exp(-steepness * (window->x[k] * window->x[k] + window->y[k] * window->y[k]));
    return true;
}

static bool draw_cloud(const void *settings, const void *state, const WeightsWindow *window,
                       double *weight, Error *error) {
    draw_gaussian(settings, state, window, weight, error);
    for (size_t k = 0; k < window->n; k++)
        weight[k] *= random_uniform(window->draws);
    return true;
}

const WeightsKind weights_gaussian = {
    .kind = {"gaussian", "round Gaussian", BLOCK_OF_NONE(GaussianSettings, &gaussian_block)},
    .draw = draw_gaussian,
};

const WeightsKind weights_gaussian_cloud = {
    .kind = {"gaussian_cloud", "round Gaussian times a uniform draw for each connection",
             BLOCK_OF_NONE(GaussianSettings, &gaussian_block)},
    .draw = draw_cloud,
};
