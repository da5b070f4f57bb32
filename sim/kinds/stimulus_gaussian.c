// SPDX-License-Identifier: GPL-3.0-or-later
// Oriented Gaussians: exp(-x'^2 / 2 (aspect sigma)^2 - y'^2 / 2 sigma^2), x' along the orientation
// (Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747: the elongated training patterns).
#include "kinds/stimulus.h"

#include "base/memory.h"

typedef struct {
    StimulusSettings stimulus;
    double sigma;  // short axis, sheet units
    double aspect; // long axis / short axis
} GaussianSettings;

// exp(-115) times a contrast of 1000 rounds to 0 in single precision.
static const double STEEPEST = 115;

enum { FEWEST_ROWS_FOR_THREADS = 40 };

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const GaussianSettings *settings = settings_of_kind;
    double cosine = cos(pattern->orientation), sine = sin(pattern->orientation);
    double across = 0.5 / (settings->sigma * settings->sigma),
           along = across / (settings->aspect * settings->aspect);
    OWNED double *columns = allocate(geometry->n, sizeof *columns);
    for (size_t j = 0; j < geometry->n; j++)
        columns[j] = geometry_distance(geometry, pattern->x, geometry_x(geometry, j));
#pragma omp parallel for schedule(static) if (geometry->n >= FEWEST_ROWS_FOR_THREADS)
    for (size_t i = 0; i < geometry->n; i++) {
        double y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
        for (size_t j = 0; j < geometry->n; j++) {
            double x = columns[j];
            double u = cosine * x + sine * y, v = cosine * y - sine * x;
            double depth = along * u * u + across * v * v;
            value[i * geometry->n + j] = depth < STEEPEST ? exp(-depth) : 0;
        }
    }
}

const StimulusKind stimulus_gaussian = {
    .kind = {"gaussian", "oriented Gaussians",
             BLOCK(GaussianSettings, &stimulus_settings,
                   {SETTING(GaussianSettings, sigma), "0.044194", 1e-6, 1000, "sheet units",
                    "standard deviation across the orientation", .live = true},
                   {SETTING(GaussianSettings, aspect), "4.66667", 1e-3, 1000,
                    .help = "standard deviation along the orientation, over sigma", .live = true})},
    .draw = draw,
};
