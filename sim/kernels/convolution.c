// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/convolution.h"

#include "base/memory.h"

#include <string.h>

// Rows of zeros above and below, so that any row of sources can be added to each row of a strip.
enum { EXTRA = STRIP_ROWS - 1 };

void convolution_init(Stencil *stencil, long radius) {
    size_t columns = (size_t)(2 * radius + 1), rows = columns + 2 * EXTRA;
    *stencil = (Stencil){radius, columns, allocate(rows * columns, sizeof(float)),
                         allocate(rows, sizeof(long))};
    for (long r = 0; r < (long)rows; r++) {
        long reach = -1, di = r - EXTRA - radius;
        while (reach < radius && field_covers(radius, di, reach + 1))
            reach++;
        stencil->reach[r] = reach;
    }
}

void convolution_finish(Stencil *stencil) {
    release(stencil->weights);
    release(stencil->reach);
    *stencil = (Stencil){0};
}

float *convolution_weight(const Stencil *stencil, long di, long dj) {
    return stencil->weights + (size_t)(di + stencil->radius + EXTRA) * stencil->columns +
           (dj + stencil->radius);
}

static bool is_silent(const Stencil *stencil, const StripSources *sources) {
    size_t rows = sources->row + (size_t)(2 * stencil->radius) + STRIP_ROWS,
           columns = sources->column + stencil->columns + STRIP_COLUMNS - 1;
    for (size_t i = 0; i < (rows + TILE_SIDE - 1) / TILE_SIDE; i++)
        for (size_t j = 0; j < (columns + TILE_SIDE - 1) / TILE_SIDE; j++)
            if (sources->active[i * sources->active_pitch + j] != 0)
                return false;
    return true;
}

bool convolution_strip(const Stencil *stencil, const Kernels *kernels, const TileGrid *source,
                       const Activity *activity, long row, long column,
                       float sum[STRIP_ROWS][STRIP_COLUMNS]) {
    size_t i = (size_t)(row - stencil->radius + (long)source->margin),
           j = (size_t)(column - stencil->radius + (long)source->margin);
    StripSources sources = {
        .first = activity->rows + i * source->pitch + j,
        .pitch = source->pitch,
        .active = activity->units.active + i / TILE_SIDE * source->width + j / TILE_SIDE,
        .active_pitch = source->width,
        .row = i % TILE_SIDE,
        .column = j % TILE_SIDE,
    };
    if (!kernels->skips) {
        sources.active = NULL;
    } else if (is_silent(stencil, &sources)) {
        memset(sum, 0, STRIP_ROWS * sizeof *sum);
        return false;
    }
    kernels->convolve(stencil, &sources, sum);
    return true;
}

float convolution_at(const Stencil *stencil, const TileGrid *source, const Activity *activity,
                     long row, long column) {
    float sum = 0;
    for (long di = -stencil->radius; di <= stencil->radius; di++) {
        long reach = stencil->reach[di + stencil->radius + EXTRA];
        const float *weights = convolution_weight(stencil, di, 0),
                    *from = activity->rows + row_place(source, row + di, column);
        for (long dj = -reach; dj <= reach; dj++)
            sum += weights[dj] * from[dj];
    }
    return sum;
}

size_t convolution_side(const Stencil *stencil) {
    return (size_t)(2 * stencil->radius) + TILE_SIDE;
}

float *convolution_lines(const Stencil *stencil) {
    long side = (long)convolution_side(stencil), radius = stencil->radius;
    float *lines = allocate((size_t)(side * side), LANES * sizeof *lines);
    for (long k = 0; k < side * side; k++)
        for (long t = 0; t < LANES; t++) {
            long di = k / side - radius - t / TILE_SIDE, dj = k % side - radius - t % TILE_SIDE;
            if (field_covers(radius, di, dj))
                lines[k * LANES + t] = *convolution_weight(stencil, di, dj);
        }
    return lines;
}

// Is any of the tiles from `first` to `last` of a row active, or one of a few to their right?
static bool any_active(const uint16_t *active, size_t first, size_t last) {
    uint64_t any = 0, part;
    enum { TILES = sizeof part / sizeof *active };
    for (size_t j = first; j <= last; j += TILES) {
        memcpy(&part, active + j, sizeof part);
        any |= part;
    }
    return any != 0;
}

// For each set of active units among 4 in a row, as bits: their number and their columns.
static const unsigned char active_count[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
static const int32_t active_unit[16][TILE_SIDE] = {
    {0}, {0},    {1},    {0, 1},    {2},    {0, 2},    {1, 2},    {0, 1, 2},
    {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3}, {0, 1, 2, 3}};

// The maximum distance in columns at which a target of a tile sees a unit in row r of the window.
static size_t reach_of(const Stencil *stencil, size_t r) {
    long reach = 0;
    for (size_t t = 0; t < TILE_SIDE;
         t++) // rows are stored 3 rows up: row r + 3 - t for target row t
        reach = stencil->reach[r + t] > reach ? stencil->reach[r + t] : reach;
    return (size_t)reach;
}

void convolution_list_trials(const Stencil *stencil, const TileGrid *source,
                             const TrialActivity *activity, long row, long column,
                             TrialSources *sources) {
    size_t side = convolution_side(stencil), radius = (size_t)stencil->radius, count = 0;
    size_t top = (size_t)(row + (long)source->margin) - radius,
           left = (size_t)(column + (long)source->margin) - radius;
    int32_t *restrict lines = sources->line, *restrict places = sources->place;
    for (size_t i = top / TILE_SIDE; i <= (top + side - 1) / TILE_SIDE; i++) {
        const uint16_t *active = activity->active + i * source->width;
        if (!any_active(active, left / TILE_SIDE, (left + side - 1) / TILE_SIDE))
            continue;
        size_t from = i * TILE_SIDE < top ? top % TILE_SIDE : 0, to = top + side - i * TILE_SIDE;
        for (size_t k = from; k < TILE_SIDE && k < to; k++) {
            size_t r = i * TILE_SIDE + k - top, reach = reach_of(stencil, r);
            size_t first = left + radius - reach, last = left + radius + reach + TILE_SIDE - 1;
            unsigned from_first = 0xfu << first % TILE_SIDE & 0xf,
                     to_last = 0xfu >> (TILE_SIDE - 1 - last % TILE_SIDE);
            for (size_t j = first / TILE_SIDE; j <= last / TILE_SIDE; j++) {
                unsigned units = (unsigned)active[j] >> k * TILE_SIDE &
                                 (j == first / TILE_SIDE ? from_first : 0xf) &
                                 (j == last / TILE_SIDE ? to_last : 0xf);
                int32_t line = (int32_t)(r * side + j * TILE_SIDE - left),
                        place = (int32_t)((i * source->width + j) * LANES + k * TILE_SIDE);
                for (size_t l = 0; l < TILE_SIDE; l++) // the surplus is overwritten
                    lines[count + l] = line + active_unit[units][l];
                for (size_t l = 0; l < TILE_SIDE; l++)
                    places[count + l] = place + active_unit[units][l];
                count += active_count[units];
            }
        }
    }
    sources->count = count;
}

void convolution_trials_at(const Stencil *stencil, const TileGrid *source,
                           const TrialActivity *activity, long row, long column,
                           float sum[TRIALS]) {
    memset(sum, 0, TRIALS * sizeof *sum);
    for (long di = -stencil->radius; di <= stencil->radius; di++) {
        long reach = stencil->reach[di + stencil->radius + EXTRA];
        for (long dj = -reach; dj <= reach; dj++) {
            float weight = *convolution_weight(stencil, di, dj);
            const float *from =
                activity->value + tile_place(source, row + di, column + dj) * TRIALS;
            for (size_t k = 0; k < TRIALS; k++)
                sum[k] += weight * from[k];
        }
    }
}
