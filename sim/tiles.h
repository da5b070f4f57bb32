// SPDX-License-Identifier: GPL-3.0-or-later
// TileGrid: a sheet's activity laid out for the kernels, in tiles of 4 x 4 units with a margin all
// round.
//
// The margin (a whole number of tiles, at least the largest field radius) holds zeros on an open
// sheet and the opposite side's units on a periodic one, so that a field never needs to know where
// the sheet ends.
#pragma once

#include "kernels.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t n; // units a side of the sheet
    bool periodic;
    size_t margin; // units, a multiple of TILE_SIDE
    size_t width;  // tiles a side, margins included
    size_t size;   // floats in all
} TileGrid;

TileGrid tile_grid(size_t n, bool periodic, size_t largest_radius);

// Where the unit in row i, column j lies (both may reach into the margin).
static inline size_t tile_place(const TileGrid *grid, long i, long j) {
    size_t row = (size_t)(i + (long)grid->margin), column = (size_t)(j + (long)grid->margin);
    return ((row / TILE_SIDE) * grid->width + column / TILE_SIDE) * LANES +
           (row % TILE_SIDE) * TILE_SIDE + column % TILE_SIDE;
}

// Copies activity[n * n] into tiles[size], margins included.
void tiles_fill(const TileGrid *grid, const float *activity, float *tiles);
