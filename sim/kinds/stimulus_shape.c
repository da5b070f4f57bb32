// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes with an edge: bars, discs and spots.
//
// A shape is 1 inside; outside it is exp(-s^2 / 2 edge^2), s the distance to its nearest point. So
// the edge widens the shape, and the corners of a bar are round. An edge of 0 is a hard one.
//
// Bars are rectangles whose length lies along the orientation. Spots are small discs without noise,
// for mapping receptive fields. Discs are noisy, the model of retinal waves: (disc + noise u) / (1
// + noise), u uniform in [0, 1), drawn anew for each unit of the whole sheet and for each pattern
// (Stevens, Law, Antolik & Bednar 2013, J Neurosci 33:15747).
#include "kinds/stimulus.h"

typedef struct {
    StimulusSettings stimulus;
    double length, width, edge; // sheet units
} BarSettings;

typedef struct {
    StimulusSettings stimulus;
    double diameter, edge; // sheet units
} SpotSettings;

typedef struct {
    SpotSettings spot;
    double noise; // amplitude of the noise / that of the disc
} DiscSettings;

// outside: s, at most 0 inside the shape.
static double edge_value(double outside, double edge) {
    if (outside <= 0.0)
        return 1.0;
    return edge > 0.0 ? exp(-0.5 * (outside / edge) * (outside / edge)) : 0.0;
}

static void draw_bar(const void *settings_of_kind, const void *state, const Pattern *pattern,
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

static void draw_spot(const void *settings_of_kind, const void *state, const Pattern *pattern,
                      const Geometry *geometry, double *value) {
    (void)state;
    const SpotSettings *settings = settings_of_kind;
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double distance = geometry_between(geometry, pattern->x, pattern->y,
                                               geometry_x(geometry, j), geometry_y(geometry, i));
            *value++ = edge_value(distance - 0.5 * settings->diameter, settings->edge);
        }
}

static void draw_disc(const void *settings_of_kind, const void *state, const Pattern *pattern,
                      const Geometry *geometry, double *value) {
    const DiscSettings *settings = settings_of_kind;
    double amplitude = 1.0 / (1.0 + settings->noise);
    draw_spot(&settings->spot, state, pattern, geometry, value);
    for (size_t k = 0; k < geometry->n * geometry->n; k++)
        value[k] = amplitude * (value[k] + settings->noise * random_uniform(pattern->draws));
}

static const char edge_help[] =
    "standard deviation of the Gaussian that falls off outside; 0: a hard edge";

const StimulusKind stimulus_bar = {
    .kind = {"bar", "bars with a hard or Gaussian edge",
             BLOCK(BarSettings, &stimulus_settings,
                   {SETTING(BarSettings, length), "0.5", 0, 1000, "sheet units",
                    "side along the orientation, without the edge", .live = true},
                   {SETTING(BarSettings, width), "0.1", 0, 1000, "sheet units",
                    "side across the orientation, without the edge", .live = true},
                   {SETTING(BarSettings, edge), "0.0", 0, 1000, "sheet units", edge_help,
                    .live = true})},
    .draw = draw_bar,
};

const StimulusKind stimulus_spot = {
    .kind = {"spot", "small discs without noise",
             BLOCK(SpotSettings, &stimulus_settings,
                   {SETTING(SpotSettings, diameter), "0.1", 0, 1000, "sheet units",
                    "diameter of the spot without its edge", .live = true},
                   {SETTING(SpotSettings, edge), "0.0", 0, 1000, "sheet units", edge_help,
                    .live = true})},
    .draw = draw_spot,
};

const StimulusKind stimulus_disc = {
    .kind = {"disc", "noisy discs with a Gaussian edge, as retinal waves",
             BLOCK(DiscSettings, &stimulus_settings,
                   {SETTING_NAMED("diameter", DiscSettings, spot.diameter), "2.0", 0, 1000,
                    "sheet units", "diameter of the disc without its edge", .live = true},
                   {SETTING_NAMED("edge", DiscSettings, spot.edge), "0.1", 0, 1000, "sheet units",
                    edge_help, .live = true},
                   {SETTING(DiscSettings, noise), "0.5", 0, 1000,
                    .help = "noise in each unit, over the disc's amplitude; the two add up to 1",
                    .live = true})},
    .draw = draw_disc,
};
