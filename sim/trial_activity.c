// SPDX-License-Identifier: GPL-3.0-or-later
#include "trial_activity.h"

#include "memory.h"

#include <string.h>

// One for each tile, and for those that a tile past the edge asks about.
static size_t counts(const TileGrid *grid) {
    return (grid->width + 2) * grid->width;
}

static void set_active(TrialActivity *activity, size_t tile, unsigned active) {
    int32_t *lane = activity->lane + tile * LANES;
    size_t n = 0;
    activity->active[tile] = (uint16_t)(active | activity->always);
    for (size_t l = 0; l < LANES; l++) {
        lane[n] = (int32_t)l;
        n += activity->active[tile] >> l & 1;
    }
}

void trial_activity_init(TrialActivity *activity, const TileGrid *grid, bool skips) {
    activity->value = allocate(grid->size * TRIALS, sizeof *activity->value);
    activity->active = allocate(counts(grid), sizeof *activity->active);
    activity->lane = allocate(grid->size, sizeof *activity->lane);
    activity->always = skips ? 0 : UINT16_MAX;
    for (size_t tile = 0; tile < grid->width * grid->width; tile++)
        set_active(activity, tile, 0);
}

void trial_activity_finish(TrialActivity *activity) {
    release(activity->value);
    release(activity->active);
    release(activity->lane);
    *activity = (TrialActivity){0};
}

void trial_activity_clear(TrialActivity *activity, const TileGrid *grid) {
    for (size_t tile = 0; tile < grid->width * grid->width; tile++) {
        if (activity->active[tile] == 0)
            continue;
        memset(activity->value + tile * LANES * TRIALS, 0, LANES * TRIALS * sizeof(float));
        set_active(activity, tile, 0);
    }
}

void trial_activity_add(TrialActivity *activity, const TileGrid *grid, size_t trial,
                        const Activity *shown) {
    for (size_t tile = 0; tile < grid->width * grid->width; tile++) {
        const float *from = shown->tiles + tile * LANES;
        float *to = activity->value + tile * LANES * TRIALS + trial;
        unsigned active = activity->active[tile];
        if (shown->units.active[tile] == 0)
            continue;
        for (size_t l = 0; l < LANES; l++) {
            to[l * TRIALS] = from[l];
            active |= (unsigned)(from[l] != 0) << l;
        }
        if (active != activity->active[tile])
            set_active(activity, tile, active);
    }
}

void trial_activity_put(TrialActivity *activity, size_t tile, float lanes[TRIALS][LANES]) {
    float *to = activity->value + tile * LANES * TRIALS;
    unsigned active = 0;
    for (size_t l = 0; l < LANES; l++) {
        unsigned any = 0;
        for (size_t k = 0; k < TRIALS; k++) {
            to[l * TRIALS + k] = activity_kept(lanes[k][l]);
            any |= to[l * TRIALS + k] != 0;
        }
        active |= any << l;
    }
    if (activity->active[tile] != (active | activity->always))
        set_active(activity, tile, active);
}

void trial_activity_wrap(TrialActivity *activity, const TileGrid *grid) {
    long n = (long)grid->n, margin = (long)grid->margin, whole = n / TILE_SIDE * TILE_SIDE;
    for (long i = -margin; i < n + margin; i += TILE_SIDE)
        for (long j = -margin; j < n + margin; j += TILE_SIDE) {
            if (i >= 0 && i < whole && j >= 0 && j < whole)
                continue;
            float lanes[TRIALS][LANES] = {{0}};
            for (long l = 0; l < LANES; l++) {
                long row = i + l / TILE_SIDE, column = j + l % TILE_SIDE;
                size_t like = tile_place(grid, wrapped_onto(row, n), wrapped_onto(column, n));
                for (size_t k = 0; k < TRIALS && row < n + margin && column < n + margin; k++)
                    lanes[k][l] = activity->value[like * TRIALS + k];
            }
            trial_activity_put(activity, tile_of(grid, i, j), lanes);
        }
}

void trial_activity_read(const TrialActivity *activity, const TileGrid *grid, size_t trial,
                         float *values) {
    for (size_t i = 0; i < grid->n; i++)
        for (size_t j = 0; j < grid->n; j++)
            values[i * grid->n + j] =
                activity->value[tile_place(grid, (long)i, (long)j) * TRIALS + trial];
}
