// SPDX-License-Identifier: GPL-3.0-or-later
// A stimulus of one's own as a plug-in: rings about a centre, brightest in the middle, that fade
// with the distance from it.
//
//     cc -shared -fPIC -O3 -ffp-contract=off -Isim/library -Isim examples/own_stimulus.c -o
//     own_stimulus.so
//     ./pinwheel run configs/gcal/demo.cfg --plugin ./own_stimulus.so stimuli.bars.kind=rings
#include <pinwheel_plugin.h>

#include <math.h>

typedef struct {
    StimulusSettings stimulus; // must come first: number, contrast, places ...
    double period, sigma;      // sheet units
} RingSettings;

static void draw(const void *settings_of_kind, const void *state, const Pattern *pattern,
                 const Geometry *geometry, double *value) {
    (void)state; // this kind reads no files
    const RingSettings *settings = settings_of_kind;
    double pi = acos(-1);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j)),
                   y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i)),
                   r = hypot(x, y), u = r / settings->sigma;
            value[i * geometry->n + j] =
                (0.5 + 0.5 * cos(2 * pi * r / settings->period)) * exp(-u * u / 2);
        }
}

static const StimulusKind rings = {
    .kind = {"rings", "rings about a centre that fade with the distance from it",
             BLOCK(RingSettings, &stimulus_settings,
                   {SETTING(RingSettings, period), "0.1", 1e-3, 1000, "sheet units",
                    "from ring to ring", .live = true},
                   {SETTING(RingSettings, sigma), "0.1", 1e-3, 1000, "sheet units",
                    "standard deviation of the fading", .live = true})},
    .draw = draw,
};

PLUGIN(.stimulus_kinds = KINDS(&rings.kind));
