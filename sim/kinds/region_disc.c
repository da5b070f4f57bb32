// SPDX-License-Identifier: GPL-3.0-or-later
// A disc: all points at most `radius` from its middle.
#include "kinds/region.h"

typedef struct {
    double x, y, radius; // sheet units
} DiscSettings;

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const DiscSettings *settings = settings_of_kind;
    return hypot(geometry_distance(geometry, settings->x, x),
                 geometry_distance(geometry, settings->y, y)) <= settings->radius;
}

const RegionKind region_disc = {
    .kind = {"disc", "a disc",
             BLOCK(DiscSettings, NULL,
                   {SETTING(DiscSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the disc, to the right of the sheet's"},
                   {SETTING(DiscSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the disc, above the sheet's"},
                   {SETTING(DiscSettings, radius), "0.5", 0, 1000, "sheet units",
                    .help = "radius of the disc"})},
    .contains = contains,
};
