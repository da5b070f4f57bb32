// SPDX-License-Identifier: GPL-3.0-or-later
#include "field.h"

#include "memory.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

long field_radius(double radius, double source_density) {
    long units = (long)floor(radius * source_density *
                             (1 + 1e-12)); // a product that is whole but for rounding is kept
    return units < 1 ? 1 : units;
}

size_t field_units(long radius) {
    size_t units = 0;
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++)
            units += field_covers(radius, di, dj) ? 1 : 0;
    return units;
}

// The disc, widened by the square of the centres and by a tile, less a corner.
double field_tiles_estimate(long radius, double spread) {
    double r = (double)radius + 0.5, side = spread + TILE_SIDE - 1;
    return (M_PI * r * r + 4 * r * side + side * side) / LANES;
}

// The tile row or column of a signed unit position, counted from the tile that holds position 0.
static long tile_at(long position) {
    return position >= 0 ? position / TILE_SIDE : -((-position + TILE_SIDE - 1) / TILE_SIDE);
}

size_t field_origin(const TileGrid *source, FieldCentres *centres) {
    size_t t = 0;
    while (t < LANES && !centres->there[t])
        t++;
    assert(t < LANES);
    long row = centres->row[t], column = centres->column[t];
    size_t origin = tile_of(source, row, column);
    row = tile_at(row) * TILE_SIDE;
    column = tile_at(column) * TILE_SIDE;
    for (t = 0; t < LANES; t++) {
        centres->row[t] = centres->there[t] ? centres->row[t] - row : 0;
        centres->column[t] = centres->there[t] ? centres->column[t] - column : 0;
    }
    return origin;
}

// The lanes of the tile in tile row ti, column tj that the field of target t covers, as bits.
static uint16_t lanes_covered(long radius, const FieldCentres *centres, size_t t, long ti,
                              long tj) {
    unsigned bits = 0;
    for (long l = 0; l < LANES; l++)
        if (centres->there[t] && field_covers(radius, ti * TILE_SIDE + l / TILE_SIDE - centres->row[t],
                                              tj * TILE_SIDE + l % TILE_SIDE - centres->column[t]))
            bits |= 1u << l;
    return (uint16_t)bits;
}

// The tiles that any field may touch: first and last row and column.
typedef struct {
    long top, bottom, left, right;
} Extent;

static Extent extent_of(long radius, const FieldCentres *centres) {
    Extent extent = {LONG_MAX, LONG_MIN, LONG_MAX, LONG_MIN};
    for (size_t t = 0; t < LANES; t++) {
        if (!centres->there[t])
            continue;
        long top = tile_at(centres->row[t] - radius), bottom = tile_at(centres->row[t] + radius);
        long left = tile_at(centres->column[t] - radius),
             right = tile_at(centres->column[t] + radius);
        extent.top = top < extent.top ? top : extent.top;
        extent.bottom = bottom > extent.bottom ? bottom : extent.bottom;
        extent.left = left < extent.left ? left : extent.left;
        extent.right = right > extent.right ? right : extent.right;
    }
    return extent;
}

FieldPattern *field_pattern_new(long radius, const FieldCentres *centres, const TileGrid *source) {
    FieldPattern *pattern = allocate(1, sizeof *pattern);
    *pattern = (FieldPattern){.radius = radius, .centres = *centres};
    Extent extent = extent_of(radius, centres);
    size_t most = (size_t)((extent.bottom - extent.top + 1) * (extent.right - extent.left + 1));
    uint16_t *lanes = allocate(most * LANES, sizeof *lanes); // tile after tile
    pattern->offset = allocate(most, sizeof *pattern->offset);
    for (long ti = extent.top; ti <= extent.bottom; ti++)
        for (long tj = extent.left; tj <= extent.right; tj++) {
            unsigned any = 0;
            for (size_t t = 0; t < LANES; t++)
                any |= lanes[pattern->tiles * LANES + t] = lanes_covered(radius, centres, t, ti, tj);
            if (any)
                pattern->offset[pattern->tiles++] =
                    (int32_t)((ti * (long)source->width + tj) * LANES);
        }
    pattern->covered = allocate(pattern->tiles * LANES, sizeof *pattern->covered);
    for (size_t t = 0; t < LANES; t++)
        for (size_t k = 0; k < pattern->tiles; k++)
            pattern->covered[t * pattern->tiles + k] = lanes[k * LANES + t];
    release(lanes);
    return pattern;
}

void field_pattern_free(FieldPattern *pattern) {
    if (pattern == NULL)
        return;
    release(pattern->offset);
    release(pattern->covered);
    release(pattern);
}

bool field_pattern_is(const FieldPattern *pattern, const FieldCentres *centres) {
    return memcmp(pattern->centres.there, centres->there, sizeof centres->there) == 0 &&
           memcmp(pattern->centres.row, centres->row, sizeof centres->row) == 0 &&
           memcmp(pattern->centres.column, centres->column, sizeof centres->column) == 0;
}

size_t field_place(const FieldPattern *pattern, const TileGrid *source, size_t t, long di,
                   long dj) {
    long row = pattern->centres.row[t] + di, column = pattern->centres.column[t] + dj;
    long ti = tile_at(row), tj = tile_at(column);
    int32_t offset = (int32_t)((ti * (long)source->width + tj) * LANES);
    size_t low = 0, high = pattern->tiles; // offsets rise
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (pattern->offset[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    assert(pattern->offset[low] == offset);
    return low * LANES + (size_t)((row - ti * TILE_SIDE) * TILE_SIDE + column - tj * TILE_SIDE);
}
