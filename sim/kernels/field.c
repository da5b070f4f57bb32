// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/field.h"

#include "base/memory.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

long field_radius(double radius, double source_density) {
    // 1e-12: a product that is whole but for rounding errors is not rounded down.
    long units = (long)floor(radius * source_density * (1 + 1e-12));
    return units < 1 ? 1 : units;
}

size_t field_units(long radius, const unsigned char *outline) {
    size_t units = 0;
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++)
            units += field_has(outline, radius, di, dj) ? 1 : 0;
    return units;
}

// The number of places of a square of `side` units more in each direction that touch an outline.
static double touching(long radius, const unsigned char *outline, long side) {
    long width = 2 * radius + 1, count = 0;
    OWNED long *sums = allocate((size_t)((width + 1) * (width + 1)), sizeof *sums);
    for (long i = 0; i < width; i++)
        for (long j = 0; j < width; j++)
            sums[(i + 1) * (width + 1) + j + 1] =
                sums[i * (width + 1) + j + 1] + sums[(i + 1) * (width + 1) + j] -
                sums[i * (width + 1) + j] + field_has(outline, radius, i - radius, j - radius);
    for (long i = -side; i < width; i++)
        for (long j = -side; j < width; j++) {
            long top = i < 0 ? 0 : i, left = j < 0 ? 0 : j,
                 bottom = i + side < width ? i + side + 1 : width,
                 right = j + side < width ? j + side + 1 : width;
            count += sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right] -
                         sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left] >
                     0;
        }
    return (double)count;
}

// The field widened by the square of the centres and by a tile; the maximum is a field per target.
double field_tiles_estimate(long radius, const unsigned char *outline, double spread) {
    double r = (double)radius + 0.5, side = spread + TILE_SIDE - 1, one = TILE_SIDE - 1;
    if (outline)
        return fmin(touching(radius, outline, (long)side),
                    LANES * touching(radius, outline, TILE_SIDE - 1)) /
               LANES;
    double all = M_PI * r * r + 4 * r * side + side * side,
           each = M_PI * r * r + 4 * r * one + one * one;
    return fmin(all, LANES * each) / LANES;
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

// The square of tiles that any field may touch.
static void find_extent(FieldPattern *pattern) {
    long top = LONG_MAX, bottom = LONG_MIN, left = LONG_MAX, right = LONG_MIN;
    for (size_t t = 0; t < LANES; t++) {
        if (!pattern->centres.there[t])
            continue;
        long row = pattern->centres.row[t], column = pattern->centres.column[t];
        top = row < top ? row : top;
        bottom = row > bottom ? row : bottom;
        left = column < left ? column : left;
        right = column > right ? column : right;
    }
    pattern->top = tile_at(top - pattern->radius);
    pattern->left = tile_at(left - pattern->radius);
    pattern->height = tile_at(bottom + pattern->radius) - pattern->top + 1;
    pattern->width = tile_at(right + pattern->radius) - pattern->left + 1;
}

// The targets whose field covers lane l of the tile in row i, column j of the square, as bits.
static uint16_t targets_covering(const FieldPattern *pattern, long i, long j, long l) {
    long row = (pattern->top + i) * TILE_SIDE + l / TILE_SIDE,
         column = (pattern->left + j) * TILE_SIDE + l % TILE_SIDE;
    unsigned bits = 0;
    for (size_t t = 0; t < LANES; t++)
        if (pattern->centres.there[t] &&
            field_has(pattern->outline, pattern->radius, row - pattern->centres.row[t],
                      column - pattern->centres.column[t]))
            bits |= 1u << t;
    return (uint16_t)bits;
}

// A tile of the square, for sorting.
typedef struct {
    long i, j, distance;
} SquareTile;

static int compare_tiles(const void *a, const void *b) {
    const SquareTile *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->i != y->i)
        return x->i < y->i ? -1 : 1;
    return (x->j > y->j) - (x->j < y->j);
}

// The tiles of the square that any field touches, in order; returns how many.
static size_t sort_tiles(const FieldPattern *pattern, SquareTile *tiles) {
    size_t count = 0;
    for (long i = 0; i < pattern->height; i++)
        for (long j = 0; j < pattern->width; j++) {
            long down = 2 * i - pattern->height + 1, across = 2 * j - pattern->width + 1;
            bool touched = false;
            for (long l = 0; l < LANES && !touched; l++)
                touched = targets_covering(pattern, i, j, l) != 0;
            if (touched)
                tiles[count++] = (SquareTile){i, j, down * down + across * across};
        }
    qsort(tiles, count, sizeof *tiles, compare_tiles);
    return count;
}

FieldPattern *field_pattern_new(long radius, const unsigned char *outline,
                                const FieldCentres *centres, const TileGrid *source) {
    FieldPattern *pattern = allocate(1, sizeof *pattern);
    *pattern = (FieldPattern){.radius = radius, .outline = outline, .centres = *centres};
    find_extent(pattern);
    size_t square = (size_t)(pattern->height * pattern->width);
    OWNED SquareTile *tiles = allocate(square, sizeof *tiles);
    pattern->tiles = sort_tiles(pattern, tiles);
    pattern->tile = allocate(pattern->tiles, sizeof *pattern->tile);
    pattern->covered = allocate(pattern->tiles * LANES, sizeof *pattern->covered);
    pattern->place = allocate(square, sizeof *pattern->place);
    for (size_t k = 0; k < square; k++)
        pattern->place[k] = -1;
    for (size_t k = 0; k < pattern->tiles; k++) {
        long i = tiles[k].i, j = tiles[k].j;
        pattern->place[i * pattern->width + j] = (int32_t)k;
        pattern->tile[k] = (int32_t)((pattern->top + i) * (long)source->width + pattern->left + j);
        for (long l = 0; l < LANES; l++)
            pattern->covered[k * LANES + (size_t)l] = targets_covering(pattern, i, j, l);
    }
    return pattern;
}

void field_pattern_free(FieldPattern *pattern) {
    if (pattern == NULL)
        return;
    release(pattern->tile);
    release(pattern->covered);
    release(pattern->place);
    release(pattern);
}

bool field_pattern_is(const FieldPattern *pattern, const FieldCentres *centres) {
    return memcmp(pattern->centres.there, centres->there, sizeof centres->there) == 0 &&
           memcmp(pattern->centres.row, centres->row, sizeof centres->row) == 0 &&
           memcmp(pattern->centres.column, centres->column, sizeof centres->column) == 0;
}
