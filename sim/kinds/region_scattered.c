// SPDX-License-Identifier: GPL-3.0-or-later
// Scattered units: each unit of a disc with the same probability, independently. The draw belongs
// to the unit's place, so that sheets of one density whose units lie at the same places have the
// same units in the region.
#include "base/random.h"
#include "kinds/region.h"

typedef struct {
    double share, x, y, radius; // sheet units
    int64_t draw;
} ScatteredSettings;

// The number of a unit along x or y, from the middle of the sheet; the quarter holds off rounding.
static uint64_t number_of(double place, double density) {
    return (uint32_t)(int32_t)floor(place * density + 0.25);
}

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const ScatteredSettings *settings = settings_of_kind;
    RandomDraws draws =
        random_draws(random_stream((uint64_t)settings->draw, "region/scattered"),
                     number_of(y, geometry->density) << 32 | number_of(x, geometry->density));
    return random_uniform(&draws) < settings->share &&
           geometry_between(geometry, settings->x, settings->y, x, y) <= settings->radius;
}

const RegionKind region_scattered = {
    .kind = {"scattered", "a random share of the units of a disc",
             BLOCK(ScatteredSettings, NULL,
                   {SETTING(ScatteredSettings, share), "0.5", 0, 1,
                    .help = "probability of each unit"},
                   {SETTING(ScatteredSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the disc, to the right of the sheet's"},
                   {SETTING(ScatteredSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the disc, above the sheet's"},
                   {SETTING(ScatteredSettings, radius), "1000.0", 0, 1000, "sheet units",
                    .help = "radius of the disc; by default it covers the whole sheet"},
                   {SETTING(ScatteredSettings, draw), "1", 0, 1e12,
                    .help = "another number takes other units"})},
    .contains = contains,
};
