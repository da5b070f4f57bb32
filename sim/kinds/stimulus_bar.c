// SPDX-License-Identifier: GPL-3.0-or-later
// Bars: rectangles whose length lies along the orientation. They have the edge of stimulus_edge.h,
// which is round at the corners.
#include "kinds/stimulus.h"

#include "kinds/stimulus_edge.h"

typedef struct {
    StimulusSettings stimulus;
    double length, width, edge; // sheet units
} BarSettings;

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state;
    const BarSettings *settings = settings_of_kind;
    double cosine = cos(pattern->orientation), sine = sin(pattern->orientation);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j));
            double y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
            double along = fabs(cosine * x + sine * y) - 0.5 * settings->length;
            double across = fabs(cosine * y - sine * x) - 0.5 * settings->width;
            *value++ = edge_value(hypot(fmax(along, 0.0), fmax(across, 0.0)), settings->edge);
        }
}

const StimulusKind stimulus_bar = {
    .kind = {"bar", "bars with a hard or Gaussian edge",
             BLOCK(BarSettings, &stimulus_settings,
                   {SETTING(BarSettings, length), "0.5", 0, 1000, "sheet units",
                    "side along the orientation, without the edge", .live = true},
                   {SETTING(BarSettings, width), "0.1", 0, 1000, "sheet units",
                    "side across the orientation, without the edge", .live = true},
                   {SETTING(BarSettings, edge), "0.0", 0, 1000, "sheet units",
                    "standard deviation of the Gaussian that falls off outside; 0: a hard edge",
                    .live = true})},
    .draw = draw,
};
