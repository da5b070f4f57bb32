// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry: where the units of a square sheet lie.
//
// Sheet coordinates: [-half_width, half_width]^2, x to the right, y up. Arrays are row-major, row 0
// at the top. The unit in row i, column j has its centre at x = -r + (j + 0.5)/d, y = r - (i +
// 0.5)/d.
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t n;          // units a side
    double half_width; // r, sheet units
    double density;    // d = n / (2 r), units per sheet unit: the true one
    bool periodic;     // a torus; otherwise the sheet ends at its edges
} Geometry;

// n = floor(density * 2 r) units a side; the true density is not above the nominal one.
static inline Geometry geometry_of(double density, double half_width, bool periodic) {
    double side = floor(density * 2.0 * half_width * (1.0 + 1e-12));
    return (Geometry){(size_t)side, half_width, side / (2.0 * half_width), periodic};
}

// A square window on a sheet, as a sheet of its own.
static inline Geometry geometry_window(size_t side, double density) {
    return (Geometry){side, (double)side / (2 * density), density, false};
}

static inline double geometry_x(const Geometry *geometry, size_t column) {
    return -geometry->half_width + ((double)column + 0.5) / geometry->density;
}

static inline double geometry_y(const Geometry *geometry, size_t row) {
    return geometry->half_width - ((double)row + 0.5) / geometry->density;
}

// The signed distance along one axis, the short way round on a torus.
static inline double geometry_distance(const Geometry *geometry, double from, double to) {
    double distance = to - from, side = 2.0 * geometry->half_width;
    return geometry->periodic ? distance - side * round(distance / side) : distance;
}

static inline double geometry_between(const Geometry *geometry, double x, double y, double to_x,
                                      double to_y) {
    return hypot(geometry_distance(geometry, x, to_x), geometry_distance(geometry, y, to_y));
}

// Row or column i of a torus of n rows or columns.
static inline long geometry_wrapped(long i, long n) {
    return (i % n + n) % n;
}
