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
    edge_disc(pattern, geometry, settings->diameter, settings->edge, value);
    for (size_t k = 0; k < geometry->n * geometry->n; k++)
        value[k] = amplitude * (value[k] + settings->noise * random_uniform(pattern->draws));
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
