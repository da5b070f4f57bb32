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

static double steepness_of(const GaussianSettings *settings) {
    return 0.5 / (settings->sigma * settings->sigma);
}

static bool draw_gaussian(const void *settings, const void *state, const WeightsWindow *window,
                          double *weight, Error *error) {
    (void)state;
    (void)error;
    double steepness = steepness_of(settings);
    for (size_t i = 0; i < window->side; i++, weight += window->side) {
        double squared = window->y[i] * window->y[i];
        for (size_t j = window->first[i]; j < weights_last(window, i); j++)
            weight[j] = exp(-steepness * (window->x[j] * window->x[j] + squared));
    }
    return true;
}

static bool draw_cloud(const void *settings, const void *state, const WeightsWindow *window,
                       double *weight, Error *error) {
    (void)state;
    (void)error;
    double steepness = steepness_of(settings);
    for (size_t i = 0; i < window->side; i++, weight += window->side) {
        double squared = window->y[i] * window->y[i];
        size_t first = window->first[i], last = weights_last(window, i);
        random_uniforms(window->stream, window->target, i * window->side + first, last - first,
                        weight + first);
        for (size_t j = first; j < last; j++)
            weight[j] *= exp(-steepness * (window->x[j] * window->x[j] + squared));
    }
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
