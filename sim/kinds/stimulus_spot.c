// SPDX-License-Identifier: GPL-3.0-or-later
// Spots: small discs without noise, for mapping receptive fields. The edge is that of
// stimulus_edge.h.
#include "kinds/stimulus.h"

#include "kinds/stimulus_edge.h"

typedef struct {
    StimulusSettings stimulus;
    double diameter, edge; // sheet units
} SpotSettings;

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const SpotSettings *settings = settings_of_kind;
    edge_disc(pattern, geometry, settings->diameter, settings->edge, value);
}

const StimulusKind stimulus_spot = {
    .kind = {"spot", "small discs without noise",
             BLOCK_IDLE(
                 SpotSettings, &stimulus_settings, IDLE("orientation", "orientation_range"),
                 {SETTING(SpotSettings, diameter), "0.1", 0, 1000, "sheet units",
                  "diameter of the spot without its edge", .live = true},
                 {SETTING(SpotSettings, edge), "0.0", 0, 1000, "sheet units",
                  "standard deviation of the Gaussian that falls off outside; 0: a hard edge",
                  .live = true})},
    .draw = draw,
};
