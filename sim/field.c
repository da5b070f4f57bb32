// SPDX-License-Identifier: GPL-3.0-or-later
#include "field.h"

#include "memory.h"

#include <assert.h>
#include <math.h>

long field_radius(double radius, double source_density) {
    long units = (long)floor(radius * source_density *
                             (1 + 1e-12)); // a product that is whole but for rounding is kept
    return units < 1 ? 1 : units;
}

double field_tiles_estimate(long radius) {
    return M_PI * ((double)radius + 2.5) * ((double)radius + 2.5) / LANES;
}

// The first tile at or below a signed unit position, counted from the tile that holds position 0.
static long tile_of(long position) {
    return position >= 0 ? position / TILE_SIDE : -((-position + TILE_SIDE - 1) / TILE_SIDE);
}

// Lists the tiles that the disc touches, row by row; with NULL lists only counts them.
static size_t list_tiles(const FieldShape *shape, long row, long column, const TileGrid *source,
                         int32_t *offset, float *mask) {
    long r = shape->radius;
    size_t tiles = 0;
    for (long ti = tile_of(row - r); ti <= tile_of(row + r); ti++)
        for (long tj = tile_of(column - r); tj <= tile_of(column + r); tj++) {
            bool touched = false;
            for (long l = 0; l < LANES; l++) {
                bool inside = field_covers(shape, ti * TILE_SIDE + l / TILE_SIDE - row,
                                           tj * TILE_SIDE + l % TILE_SIDE - column);
                touched = touched || inside;
                if (mask)
                    mask[tiles * LANES + (size_t)l] = inside ? 1.0f : 0.0f;
            }
            if (!touched)
                continue;
            if (offset)
                offset[tiles] = (int32_t)((ti * (long)source->width + tj) * LANES);
            tiles++;
        }
    return tiles;
}

void field_shape_init(FieldShape *shape, long radius, const TileGrid *source) {
    *shape = (FieldShape){.radius = radius};
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++)
            shape->units += field_covers(shape, di, dj) ? 1 : 0;
    for (size_t p = 0; p < PHASES; p++) {
        long row = (long)p / TILE_SIDE, column = (long)p % TILE_SIDE;
        FieldPhase *phase = &shape->phase[p];
        phase->tiles = list_tiles(shape, row, column, source, NULL, NULL);
        phase->offset = allocate(phase->tiles, sizeof *phase->offset);
        phase->mask = allocate((phase->tiles + 1) * LANES,
                               sizeof *phase->mask); // room for a last untouched tile
        list_tiles(shape, row, column, source, phase->offset, phase->mask);
    }
}

void field_shape_finish(FieldShape *shape) {
    for (size_t p = 0; p < PHASES; p++) {
        release(shape->phase[p].offset);
        release(shape->phase[p].mask);
    }
}

size_t field_place(const FieldShape *shape, size_t phase, const TileGrid *source, long di,
                   long dj) {
    long row = (long)phase / TILE_SIDE + di, column = (long)phase % TILE_SIDE + dj;
    long ti = tile_of(row), tj = tile_of(column);
    int32_t offset = (int32_t)((ti * (long)source->width + tj) * LANES);
    const FieldPhase *list = &shape->phase[phase];
    size_t low = 0, high = list->tiles; // offsets rise
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (list->offset[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    assert(list->offset[low] == offset);
    return low * LANES + (size_t)((row - ti * TILE_SIDE) * TILE_SIDE + column - tj * TILE_SIDE);
}
