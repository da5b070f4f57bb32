// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/arbor.h"

static const ArborKind arbor_none = {
    .kind = {"none", "Hebb's rule acts alike on the whole field", NO_SETTINGS},
};

extern const ArborKind arbor_sigmoid, arbor_gaussian;

const Kind *const arbor_kinds[] = {&arbor_none.kind, &arbor_sigmoid.kind, &arbor_gaussian.kind,
                                   NULL};

const Block arbor_settings =
    BLOCK(ArborSettings, NULL,
          {SETTING(ArborSettings, scatter), "0.0", 0, 1000, "sheet units",
           .help = "each arbor's centre is displaced by a uniform draw within this, in x and in y"},
          {SETTING(ArborSettings, snapped), "false",
           .help = "true: the centre moves to the middle of the source unit that it lies in"});

static const ArborKind *kind_of(const Variant *arbor) {
    return (const ArborKind *)arbor->kind;
}

const ArborSettings *arbor_settings_of(const Variant *arbor) {
    return kind_of(arbor)->value ? arbor->settings : NULL;
}

double arbor_value(const Variant *arbor, double distance) {
    return kind_of(arbor)->value ? kind_of(arbor)->value(arbor->settings, distance) : 1;
}

// The distance along one axis, in source units, the short way round on a torus.
static double separation(const Geometry *source, double unit, double centre) {
    double n = (double)source->n;
    return source->periodic ? remainder(unit - centre, n) : unit - centre;
}

// The line of one source unit.
static void draw_line(const Variant *arbor, const Geometry *source, unsigned covered,
                      const ArborCentres *centres, long row, long column, float factor[LANES]) {
    for (size_t t = 0; t < LANES; t++) {
        double distance = hypot(separation(source, (double)row, centres->row[t]),
                                separation(source, (double)column, centres->column[t]));
        factor[t] = covered >> t & 1 ? (float)arbor_value(arbor, distance / source->density) : 0;
    }
}

void arbor_draw(const Variant *arbor, const Geometry *source, const FieldPattern *pattern,
                const ArborCentres *centres, float *factor) {
    for (long i = 0; i < pattern->height; i++)
        for (long j = 0; j < pattern->width; j++) {
            long tile = pattern->place[i * pattern->width + j];
            for (long l = 0; l < LANES && tile >= 0; l++) {
                size_t line = (size_t)(tile * LANES + l);
                draw_line(arbor, source, pattern->covered[line], centres,
                          (pattern->top + i) * TILE_SIDE + l / TILE_SIDE,
                          (pattern->left + j) * TILE_SIDE + l % TILE_SIDE, factor + line * LANES);
            }
        }
}
