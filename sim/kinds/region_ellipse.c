// SPDX-License-Identifier: GPL-3.0-or-later
// An ellipse: all points at most `radius` from its middle, when distances across its orientation
// are multiplied by `aspect`.
#include "kinds/region.h"

typedef struct {
    double x, y, radius; // sheet units
    double aspect;       // long axis / short axis
    double orientation;  // degrees
} EllipseSettings;

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const EllipseSettings *settings = settings_of_kind;
    double right = geometry_distance(geometry, settings->x, x),
           up = geometry_distance(geometry, settings->y, y),
           direction = settings->orientation * M_PI / 180.0;
    double along = cos(direction) * right + sin(direction) * up,
           across = cos(direction) * up - sin(direction) * right;
    return hypot(along, settings->aspect * across) <= settings->radius;
}

const RegionKind region_ellipse = {
    .kind = {"ellipse", "an ellipse",
             BLOCK(EllipseSettings, NULL,
                   {SETTING(EllipseSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the ellipse, to the right of the sheet's"},
                   {SETTING(EllipseSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the ellipse, above the sheet's"},
                   {SETTING(EllipseSettings, radius), "0.5", 0, 1000, "sheet units",
                    .help = "half of the long axis"},
                   {SETTING(EllipseSettings, aspect), "2.0", 1e-3, 1000,
                    .help = "long axis over short axis"},
                   {SETTING(EllipseSettings, orientation), "0.0", -360, 360, "degrees",
                    .help = "of the long axis, counter-clockwise from the x axis"})},
    .contains = contains,
};
