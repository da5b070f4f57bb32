// SPDX-License-Identifier: GPL-3.0-or-later
// The Gaussian edge of discs, spots and bars: 1 inside the shape; outside it exp(-s^2 / 2 sigma^2),
// s the distance to the nearest point of the shape. The edge widens the shape. sigma = 0 gives a
// hard edge.
#pragma once

#include "kinds/stimulus.h"

#include <math.h>

// outside: s, at most 0 inside the shape; sigma: in the same unit, at least 0.
static inline double edge_value(double outside, double sigma) {
    if (outside <= 0.0)
        return 1.0;
    return sigma > 0.0 ? exp(-0.5 * (outside / sigma) * (outside / sigma)) : 0.0;
}

// Draws a disc about the pattern's centre; diameter and edge in sheet units.
static inline void edge_disc(const Pattern *pattern, const Geometry *geometry, double diameter,
                             double edge, double *value) {
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double x = geometry_distance(geometry, pattern->x, geometry_x(geometry, j));
            double y = geometry_distance(geometry, pattern->y, geometry_y(geometry, i));
            *value++ = edge_value(hypot(x, y) - 0.5 * diameter, edge);
        }
}
