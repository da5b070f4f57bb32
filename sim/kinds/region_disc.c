// SPDX-License-Identifier: GPL-3.0-or-later
// Discs, all points at most `radius` from their middle; and rings, all points further than `inner`
// and at most `outer` from theirs.
#include "kinds/region.h"

typedef struct {
    double x, y, radius; // sheet units
} DiscSettings;

typedef struct {
    double x, y, inner, outer; // sheet units
} AnnulusSettings;

static bool disc_contains(const void *settings_of_kind, const void *state, const Geometry *geometry,
                          double x, double y) {
    (void)state;
    const DiscSettings *settings = settings_of_kind;
    return geometry_between(geometry, settings->x, settings->y, x, y) <= settings->radius;
}

static bool annulus_contains(const void *settings_of_kind, const void *state,
                             const Geometry *geometry, double x, double y) {
    (void)state;
    const AnnulusSettings *settings = settings_of_kind;
    double distance = geometry_between(geometry, settings->x, settings->y, x, y);
    return distance > settings->inner && distance <= settings->outer;
}

static bool check_annulus(const void *settings_of_kind, void **state, Error *error) {
    (void)state;
    const AnnulusSettings *settings = settings_of_kind;
    return settings->inner < settings->outer ||
           fail(error, "annulus: inner (%g) must be less than outer (%g)", settings->inner,
                settings->outer);
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
    .contains = disc_contains,
};

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
    .open = check_annulus,
    .contains = annulus_contains,
};
