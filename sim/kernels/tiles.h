// SPDX-License-Identifier: GPL-3.0-or-later
// TileGrid: the layout of a sheet's units for the kernels, in tiles of 4 x 4 with a margin on all
// sides; and Activity, the units' activity in that layout.
//
// The margin is a whole number of tiles and at least as wide as the largest field radius. It holds
// zeros on an open sheet and the units of the opposite side on a periodic one, so that fields need
// no test for the edges of the sheet.
#pragma once

#include "kernels/kernels.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

// A strip: 4 x 16 targets whose responses are computed together. A set of targets has bit 16 r + c
// for the target in row r, column c.
typedef uint64_t StripTargets;
enum { STRIP = STRIP_ROWS * STRIP_COLUMNS, STRIP_TILES = STRIP_COLUMNS / TILE_SIDE };

// The targets in tile q of a strip, and the place of a lane of it.
static inline StripTargets strip_tile(size_t q) {
    return UINT64_C(0x000f000f000f000f) << (q * TILE_SIDE);
}

static inline size_t strip_place(size_t q, size_t lane) {
    return lane / TILE_SIDE * STRIP_COLUMNS + q * TILE_SIDE + lane % TILE_SIDE;
}

typedef struct {
    size_t n; // units a side of the sheet
    bool periodic;
    size_t side;   // tiles a side that hold units of the sheet
    size_t margin; // units, a multiple of TILE_SIDE
    size_t width;  // tiles a side, margins included
    size_t size;   // floats in all tiles
    size_t pitch;  // floats from one row of Activity.rows to the next
} TileGrid;

TileGrid tile_grid(size_t n, bool periodic, size_t largest_radius);

// The tile that the unit in row i, column j lies in, and its lane there (both may reach into the
// margin).
static inline size_t tile_of(const TileGrid *grid, long i, long j) {
    size_t row = (size_t)(i + (long)grid->margin), column = (size_t)(j + (long)grid->margin);
    return row / TILE_SIDE * grid->width + column / TILE_SIDE;
}

// The row and the column of a tile's first unit; below 0 in the margin.
static inline long tile_top(const TileGrid *grid, size_t tile) {
    return (long)(tile / grid->width * TILE_SIDE) - (long)grid->margin;
}

static inline long tile_left(const TileGrid *grid, size_t tile) {
    return (long)(tile % grid->width * TILE_SIDE) - (long)grid->margin;
}

static inline size_t lane_of(long i, long j) {
    return ((size_t)i % TILE_SIDE) * TILE_SIDE + (size_t)j % TILE_SIDE;
}

// The index of the unit in row i, column j in Activity.tiles, and in Activity.rows.
static inline size_t tile_place(const TileGrid *grid, long i, long j) {
    return tile_of(grid, i, j) * LANES + lane_of(i + (long)grid->margin, j + (long)grid->margin);
}

static inline size_t row_place(const TileGrid *grid, long i, long j) {
    return (size_t)(i + (long)grid->margin) * grid->pitch + (size_t)(j + (long)grid->margin);
}

// Does a tile reach beyond the edge of a periodic sheet? Then like[l] is the place (tile_place) of
// the unit on the sheet that lane l repeats, or NOWHERE beyond the margin.
static const size_t NOWHERE = SIZE_MAX;
bool tile_wraps(const TileGrid *grid, size_t tile, size_t like[LANES]);

// Activity smaller than 2^-86 counts as 0. Its products with weights could be subnormal floats,
// which some processors compute a hundred times more slowly. It is far too small to affect a sum.
static const float LEAST_ACTIVITY = 0x1p-86f;

static inline float activity_flushed(float activity) { // NaN stays, to be reported
    return fabsf(activity) < LEAST_ACTIVITY ? 0 : activity;
}

// Invariant: all members hold the same activity.
typedef struct {
    float *tiles;      // [grid.size] tile after tile, owned
    float *rows;       // [4 grid.width + 4][grid.pitch] row after row, for convolutions; owned
    ActiveUnits units; // owned
} Activity;

void activity_init(Activity *activity, const TileGrid *grid);
void activity_finish(Activity *activity);

// Writes one tile that lies on the sheet.
void activity_put(const TileGrid *grid, Activity *activity, size_t tile, const float lanes[LANES]);

// Copies to and from values[n * n], row by row; activity_write fills the margins too.
void activity_write(const TileGrid *grid, const float *values, Activity *activity);
void activity_read(const TileGrid *grid, const Activity *activity, float *values);

// Fills the margins of a periodic sheet again after its units changed.
void activity_wrap(const TileGrid *grid, Activity *activity);

void activity_copy(const TileGrid *grid, const Activity *from, Activity *to);
