// SPDX-License-Identifier: GPL-3.0-or-later
// A point: the one unit that contains it. As the outline of fields: one connection for each unit.
#include "kinds/region.h"

typedef struct {
    double x, y; // sheet units
} PointSettings;

// A point on the border of two units belongs to the right and the upper one, in spite of rounding.
static bool is_of(double distance, double density) {
    double units = distance * density + 1e-9;
    return units >= -0.5 && units < 0.5;
}

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const PointSettings *settings = settings_of_kind;
    return is_of(geometry_distance(geometry, x, settings->x), geometry->density) &&
           is_of(geometry_distance(geometry, y, settings->y), geometry->density);
}

const RegionKind region_point = {
    .kind = {"point", "the unit that contains a point; as an outline, one connection to each unit",
             BLOCK(PointSettings, NULL,
                   {SETTING(PointSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "to the right of the sheet's middle"},
                   {SETTING(PointSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "above the sheet's middle"})},
    .contains = contains,
};
