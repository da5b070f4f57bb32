// SPDX-License-Identifier: GPL-3.0-or-later
// A half plane: a line through (x, y) in the direction `orientation`, and all points on its left.
// These points are above (x, y) at 0 degrees, left of it at 90 degrees, below it at 180 degrees.
#include "kinds/region.h"

typedef struct {
    double x, y;        // sheet units
    double orientation; // degrees
} HalfPlaneSettings;

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const HalfPlaneSettings *settings = settings_of_kind;
    double direction = settings->orientation * M_PI / 180.0;
    return cos(direction) * geometry_distance(geometry, settings->y, y) >=
           sin(direction) * geometry_distance(geometry, settings->x, x);
}

const RegionKind region_half_plane = {
    .kind = {"half_plane", "one side of a line",
             BLOCK(HalfPlaneSettings, NULL,
                   {SETTING(HalfPlaneSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "a point of the line, to the right of the sheet's middle"},
                   {SETTING(HalfPlaneSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "a point of the line, above the sheet's middle"},
                   {SETTING(HalfPlaneSettings, orientation), "0.0", -360, 360, "degrees",
                    .help = "direction of the line, counter-clockwise; inside is on its left"})},
    .contains = contains,
};
