// SPDX-License-Identifier: GPL-3.0-or-later
#include "tiles.h"

TileGrid tile_grid(size_t n, bool periodic, size_t largest_radius) {
    size_t margin = (largest_radius + TILE_SIDE - 1) / TILE_SIDE * TILE_SIDE;
    size_t width = (n + 2 * margin + TILE_SIDE - 1) / TILE_SIDE;
    return (TileGrid){n, periodic, margin, width, width * width * LANES};
}

void tiles_fill(const TileGrid *grid, const float *activity, float *tiles) {
    long n = (long)grid->n, margin = (long)grid->margin;
    long first = grid->periodic ? -margin : 0, last = grid->periodic ? n + margin : n;
    for (long i = first; i < last; i++) {
        const float *row = activity + (i % n + n) % n * n;
        for (long j = first; j < last; j++)
            tiles[tile_place(grid, i, j)] = row[(j % n + n) % n];
    }
}
