// SPDX-License-Identifier: GPL-3.0-or-later
// Plaquette: the square between four neighbouring samples of a map. Its corners come in the order
// top left, top right, bottom left, bottom right; u goes to the right and v down, from 0 to 1.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// How many there are along n samples; on a periodic map those over the seam count too.
static inline size_t plaquettes_along(size_t n, bool periodic) {
    return periodic ? n : n - 1;
}

// The samples at the corners of the plaquette that begins at a sample.
static inline void plaquette_corners(size_t height, size_t width, size_t row, size_t column,
                                     size_t corner[4]) {
    size_t below = (row + 1) % height, right = (column + 1) % width;
    corner[0] = row * width + column;
    corner[1] = row * width + right;
    corner[2] = below * width + column;
    corner[3] = below * width + right;
}

// Bilinear interpolation between values at the corners.
static inline double plaquette_value(const double value[4], double u, double v) {
    return (value[0] * (1.0 - u) + value[1] * u) * (1.0 - v) +
           (value[2] * (1.0 - u) + value[3] * u) * v;
}
