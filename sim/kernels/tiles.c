// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/tiles.h"

#include "base/memory.h"
#include "kernels/geometry.h"

#include <string.h>

TileGrid tile_grid(size_t n, bool periodic, size_t largest_radius) {
    size_t side = (n + TILE_SIDE - 1) / TILE_SIDE,
           margin = (largest_radius + TILE_SIDE - 1) / TILE_SIDE * TILE_SIDE;
    size_t width = (n + 2 * margin + TILE_SIDE - 1) / TILE_SIDE;
    return (TileGrid){.n = n,
                      .periodic = periodic,
                      .side = side,
                      .margin = margin,
                      .width = width,
                      .size = width * width * LANES,
                      .pitch = width * TILE_SIDE + STRIP_COLUMNS}; // a strip may pass the edge
}

// One for each tile, and for those that a strip past the edge asks about.
static size_t counts(const TileGrid *grid) {
    return (grid->width + 2) * grid->width + STRIP_COLUMNS;
}

void activity_init(Activity *activity, const TileGrid *grid) {
    activity->tiles = allocate(grid->size, sizeof *activity->tiles);
    activity->rows =
        allocate((grid->width * TILE_SIDE + STRIP_ROWS) * grid->pitch, sizeof *activity->rows);
    activity->units.active = allocate(counts(grid), 1);
    activity->units.lane = allocate(grid->size, sizeof *activity->units.lane);
    activity->units.value = allocate(grid->size, sizeof *activity->units.value);
}

void activity_finish(Activity *activity) {
    release(activity->tiles);
    release(activity->rows);
    release(activity->units.active);
    release(activity->units.lane);
    release(activity->units.value);
    *activity = (Activity){0};
}

void activity_put(const TileGrid *grid, Activity *activity, size_t tile, const float lanes[LANES]) {
    float *row = activity->rows + tile / grid->width * TILE_SIDE * grid->pitch +
                 tile % grid->width * TILE_SIDE;
    float kept[LANES];
    for (size_t l = 0; l < LANES; l++)
        kept[l] = activity_flushed(lanes[l]);
    memcpy(activity->tiles + tile * LANES, kept, sizeof kept);
    for (size_t i = 0; i < TILE_SIDE; i++)
        memcpy(row + i * grid->pitch, kept + i * TILE_SIDE, TILE_SIDE * sizeof *kept);
    size_t active = 0;
    for (size_t l = 0; l < LANES; l++) {
        activity->units.lane[tile * LANES + active] = (int32_t)l;
        activity->units.value[tile * LANES + active] = kept[l];
        active += kept[l] != 0;
    }
    activity->units.active[tile] = (unsigned char)active;
}

bool tile_wraps(const TileGrid *grid, size_t tile, size_t like[LANES]) {
    long n = (long)grid->n, margin = (long)grid->margin;
    long top = tile_top(grid, tile), left = tile_left(grid, tile);
    if (top >= 0 && top + TILE_SIDE <= n && left >= 0 && left + TILE_SIDE <= n)
        return false;
    for (long l = 0; l < LANES; l++) {
        long row = top + l / TILE_SIDE, column = left + l % TILE_SIDE;
        like[l] = row < n + margin && column < n + margin
                      ? tile_place(grid, geometry_wrapped(row, n), geometry_wrapped(column, n))
                      : NOWHERE;
    }
    return true;
}

void activity_wrap(const TileGrid *grid, Activity *activity) {
    for (size_t tile = 0; grid->periodic && tile < grid->width * grid->width; tile++) {
        float lanes[LANES];
        size_t like[LANES];
        if (!tile_wraps(grid, tile, like))
            continue;
        for (size_t l = 0; l < LANES; l++)
            lanes[l] = like[l] == NOWHERE ? 0 : activity->tiles[like[l]];
        activity_put(grid, activity, tile, lanes);
    }
}

void activity_write(const TileGrid *grid, const float *values, Activity *activity) {
    size_t n = grid->n, corner = tile_of(grid, 0, 0);
    for (size_t i = 0; i < grid->side; i++)
        for (size_t j = 0; j < grid->side; j++) {
            float lanes[LANES] = {0};
            for (size_t l = 0; l < LANES; l++) {
                size_t row = i * TILE_SIDE + l / TILE_SIDE, column = j * TILE_SIDE + l % TILE_SIDE;
                if (row < n && column < n)
                    lanes[l] = values[row * n + column];
            }
            activity_put(grid, activity, corner + i * grid->width + j, lanes);
        }
    activity_wrap(grid, activity);
}

void activity_read(const TileGrid *grid, const Activity *activity, float *values) {
    for (size_t i = 0; i < grid->n; i++)
        memcpy(values + i * grid->n, activity->rows + row_place(grid, (long)i, 0),
               grid->n * sizeof *values);
}

void activity_copy(const TileGrid *grid, const Activity *from, Activity *to) {
    memcpy(to->tiles, from->tiles, grid->size * sizeof *to->tiles);
    memcpy(to->rows, from->rows,
           (grid->width * TILE_SIDE + STRIP_ROWS) * grid->pitch * sizeof *to->rows);
    memcpy(to->units.active, from->units.active, counts(grid));
    memcpy(to->units.lane, from->units.lane, grid->size * sizeof *to->units.lane);
    memcpy(to->units.value, from->units.value, grid->size * sizeof *to->units.value);
}
