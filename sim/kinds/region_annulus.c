// SPDX-License-Identifier: GPL-3.0-or-later
// A ring: all points further than `inner` and at most `outer` from its middle.
#include "kinds/region.h"

typedef struct {
    double x, y, inner, outer; // sheet units
} AnnulusSettings;

static bool check(const void *settings_of_kind, void **state, Error *error) {
    (void)state;
    const AnnulusSettings *settings = settings_of_kind;
    return settings->inner < settings->outer ||
           fail(error, "annulus: inner (%g) must be less than outer (%g)", settings->inner,
                settings->outer);
}

static bool contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                     double x, double y) {
    (void)state;
    const AnnulusSettings *settings = settings_of_kind;
    double distance = hypot(geometry_distance(geometry, settings->x, x),
                            geometry_distance(geometry, settings->y, y));
    return distance > settings->inner && distance <= settings->outer;
}

const RegionKind region_annulus = {
    .kind = {"annulus", "a ring between two circles",
             BLOCK(AnnulusSettings, NULL,
                   {SETTING(AnnulusSettings, x), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the ring, to the right of the sheet's"},
                   {SETTING(AnnulusSettings, y), "0.0", -1000, 1000, "sheet units",
                    .help = "middle of the ring, above the sheet's"},
                   {SETTING(AnnulusSettings, inner), "0.25", 0, 1000, "sheet units",
                    .help = "radius of the inner circle"},
                   {SETTING(AnnulusSettings, outer), "0.5", 0, 1000, "sheet units",
                    .help = "radius of the outer circle"})},
    .open = check,
    .contains = contains,
};
