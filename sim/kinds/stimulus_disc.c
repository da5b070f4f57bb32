// SPDX-License-Identifier: GPL-3.0-or-later
// Discs: with noise, the model of retinal waves; and spots, small ones without noise, for mapping
// receptive fields.
//
// Their value is (disc + noise u) / (1 + noise). The disc has the edge of stimulus_edge.h; u is
// uniform in [0, 1), drawn anew for each unit of the whole sheet and for each pattern (Stevens,
// Law, Antolik & Bednar 2013, J Neurosci 33:15747).
#include "kinds/stimulus.h"

#include "kinds/stimulus_edge.h"

typedef struct {
    StimulusSettings stimulus;
    double diameter, edge; // sheet units
    double noise;          // amplitude of the noise / that of the disc; 0 for a spot
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
            if (settings->noise > 0)
                disc += settings->noise * random_uniform(pattern->draws);
            *value++ = amplitude * disc;
        }
}

const StimulusKind stimulus_disc = {
    .kind =
        {"disc", "noisy discs with a Gaussian edge, as retinal waves",
         BLOCK(DiscSettings, &stimulus_settings,
               {SETTING(DiscSettings, diameter), "2.0", 0, 1000, "sheet units",
                "diameter of the disc without its edge", .live = true},
               {SETTING(DiscSettings, edge), "0.1", 0, 1000, "sheet units",
                "standard deviation of the Gaussian that falls off outside; 0: a hard edge",
                .live = true},
               {SETTING(DiscSettings, noise), "0.5", 0, 1000,
                .help =
                    "amplitude of the noise over that of the disc; both together have amplitude 1",
                .live = true})},
    .draw = draw,
};

const StimulusKind stimulus_spot = {
    .kind = {"spot", "small discs without noise",
             BLOCK(DiscSettings, &stimulus_settings,
                   {SETTING(DiscSettings, diameter), "0.1", 0, 1000, "sheet units",
                    "diameter of the spot without its edge", .live = true},
                   {SETTING(DiscSettings, edge), "0.0", 0, 1000, "sheet units",
                    "standard deviation of the Gaussian that falls off outside; 0: a hard edge",
                    .live = true})},
    .draw = draw,
};
