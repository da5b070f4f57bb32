// SPDX-License-Identifier: GPL-3.0-or-later
// Region: a part of a sheet, for masks and lesions; or of the square about a field, for outlines.
//
// region.c lists the kinds; each has its own file region_KIND.c. On a torus, distances are measured
// the short way round. A region has the same place on sheets of any density.
#pragma once

#include "base/error.h"
#include "kernels/geometry.h"
#include "settings/setting.h"

typedef struct {
    Kind kind;
    // Checks the settings and reads files into a state of the kind; `open` and `close` may be NULL.
    bool (*open)(const void *settings, void **state, Error *error);
    void (*close)(void *state);
    // Whether the point (x, y), in sheet coordinates, lies inside; NULL: all points do.
    bool (*contains)(const void *settings, const void *state, const Geometry *geometry, double x,
                     double y);
} RegionKind;

// All kinds, NULL-terminated: first members of RegionKind.
extern const Kind *const region_kinds[];

// Writes inside[n * n]: 1 for every unit whose centre lies in the region, 0 for the others. On
// error `inside` is unchanged.
bool region_draw(const Variant *region, const Geometry *geometry, unsigned char *inside,
                 Error *error);
