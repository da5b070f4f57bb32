// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/trial_activity.h"

#include "base/memory.h"

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
            to[l * TRIALS + k] = activity_flushed(lanes[k][l]);
            any |= to[l * TRIALS + k] != 0;
        }
        active |= any << l;
    }
    if (activity->active[tile] != (active | activity->always))
        set_active(activity, tile, active);
}

void trial_activity_wrap(TrialActivity *activity, const TileGrid *grid) {
    for (size_t tile = 0; tile < grid->width * grid->width; tile++) {
        float lanes[TRIALS][LANES];
        size_t like[LANES];
        if (!tile_wraps(grid, tile, like))
            continue;
        for (size_t k = 0; k < TRIALS; k++)
            for (size_t l = 0; l < LANES; l++)
                lanes[k][l] = like[l] == NOWHERE ? 0 : activity->value[like[l] * TRIALS + k];
        trial_activity_put(activity, tile, lanes);
    }
}

void trial_activity_read(const TrialActivity *activity, const TileGrid *grid, size_t trial,
                         float *values) {
    for (size_t i = 0; i < grid->n; i++)
        for (size_t j = 0; j < grid->n; j++)
            values[i * grid->n + j] =
                activity->value[tile_place(grid, (long)i, (long)j) * TRIALS + trial];
}
