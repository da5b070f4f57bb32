// SPDX-License-Identifier: GPL-3.0-or-later
// Gabor patterns: exp(-x'^2 / 2 (aspect sigma)^2 - y'^2 / 2 sigma^2) cos(2 pi f y' + phase), x'
// along the orientation, along which the stripes lie. Values reach below 0.
#include "kinds/stimulus.h"

typedef struct {
    StimulusSettings stimulus;
    double sigma;     // across the stripes, sheet units
    double aspect;    // along the stripes / across them
    double frequency; // cycles per sheet unit
    double phase;     // degrees; NaN: random
} GaborSettings;

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const GaborSettings *settings = settings_of_kind;
    double turn = random_uniform(pattern->draws);
    double phase = 2.0 * M_PI * (isnan(settings->phase) ? turn : settings->phase / 360.0);
    double cosine = cos(pattern->orientation), sine = sin(pattern->orientation);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j)),
                   y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
            double along = (cosine * x + sine * y) / settings->aspect,
                   across = cosine * y - sine * x;
            double envelope =
                exp(-0.5 * (along * along + across * across) / (settings->sigma * settings->sigma));
            *value++ = envelope * cos(2.0 * M_PI * settings->frequency * across + phase);
        }
}

const StimulusKind stimulus_gabor = {
    .kind = {"gabor", "gratings under a Gaussian envelope, below 0 as well",
             BLOCK(GaborSettings, &stimulus_settings,
                   {SETTING(GaborSettings, sigma), "0.1", 1e-6, 1000, "sheet units",
                    "standard deviation of the envelope across the stripes", .live = true},
                   {SETTING(GaborSettings, aspect), "1.5", 1e-3, 1000,
                    .help = "standard deviation along the stripes, over sigma", .live = true},
                   {SETTING(GaborSettings, frequency), "2.4", 0, 1000, "cycles per sheet unit",
                    "spatial frequency", .live = true},
                   {SETTING(GaborSettings, phase), "random", -360, 360, "degrees",
                    "phase of the cosine at the centre", "random", .live = true})},
    .draw = draw,
};
