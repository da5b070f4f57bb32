// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/region.h"

static const RegionKind region_everywhere = {
    .kind = {"everywhere", "the whole sheet", NO_SETTINGS},
};

extern const RegionKind region_disc, region_annulus, region_ellipse, region_half_plane,
    region_point, region_scattered, region_image;

const Kind *const region_kinds[] = {
    &region_everywhere.kind, &region_disc.kind,       &region_annulus.kind,
    &region_ellipse.kind,    &region_half_plane.kind, &region_point.kind,
    &region_scattered.kind,  &region_image.kind,      NULL,
};

bool region_draw(const Variant *region, const Geometry *geometry, unsigned char *inside,
                 Error *error) {
    const RegionKind *kind = (const RegionKind *)region->kind;
    void *state = NULL;
    if (kind->open && !kind->open(region->settings, &state, error))
        return false;
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++)
            *inside++ = kind->contains == NULL ||
                        kind->contains(region->settings, state, geometry, geometry_x(geometry, j),
                                       geometry_y(geometry, i));
    if (kind->close)
        kind->close(state);
    return true;
}
