// SPDX-License-Identifier: GPL-3.0-or-later
// Noisy discs, the model of retinal waves: (disc + noise u) / (1 + noise), disc with a Gaussian
// edge (stimulus_edge.h) and u uniform in [0, 1), drawn anew for each unit of the whole sheet and
// for each pattern (Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747).
#include "kinds/stimulus.h"

#include "kinds/stimulus_edge.h"

typedef struct {
    StimulusSettings stimulus;
    double diameter, edge; // sheet units
    double noise;          // amplitude of the noise / that of the disc
} DiscSettings;

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const DiscSettings *settings = settings_of_kind;
    double amplitude = 1.0 / (1.0 + settings->noise);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j));
            double y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
            double disc = edge_value(hypot(x, y) - 0.5 * settings->diameter, settings->edge);
            double noise = settings->noise * random_uniform(pattern->draws);
            *value++ = amplitude * (disc + noise);
        }
}

const StimulusKind stimulus_disc = {
    .kind = {"disc", "noisy discs with a Gaussian edge, as retinal waves",
             BLOCK_IDLE(
                 DiscSettings, &stimulus_settings, IDLE("orientation", "orientation_range"),
                 {SETTING(DiscSettings, diameter), "2.0", 0, 1000, "sheet units",
                  "diameter of the disc without its edge", .live = true},
                 {SETTING(DiscSettings, edge), "0.1", 0, 1000, "sheet units",
                  "standard deviation of the Gaussian that falls off outside; 0: a hard edge",
                  .live = true},
                 {SETTING(DiscSettings, noise), "0.5", 0, 1000,
                  .help = "noise in each unit, over the disc's amplitude; the two add up to 1",
                  .live = true})},
    .draw = draw,
};
