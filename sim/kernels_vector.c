// SPDX-License-Identifier: GPL-3.0-or-later
// One set of kernels. The Makefile compiles this file once for each kind of processor, with
// KERNEL_SET and KERNEL_NAME.
#include "kernels.h"

#include <string.h>

typedef float Lanes __attribute__((vector_size(LANES * sizeof(float)), may_alias));
typedef float Unaligned
    __attribute__((vector_size(LANES * sizeof(float)), may_alias, aligned(sizeof(float))));
typedef int32_t Bits __attribute__((vector_size(LANES * sizeof(float)), may_alias));

static inline const Lanes *at(const float *values) {
    return (const Lanes *)(const void *)values;
}

// |x| in every lane: a macro, since a function would pass vectors wider than the processor's.
#define MAGNITUDE(values) ((Lanes)((Bits)(values)&0x7fffffff))

// The fixed tree: the upper half of the lanes onto the lower, four times.
static inline float sum_of(const Lanes *lanes) {
    float sum[LANES];
    memcpy(sum, lanes, sizeof sum);
    for (int half = LANES / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++)
            sum[l] += sum[l + half];
    return sum[0];
}

// Fields that are summed side by side, so that one does not wait for its own last addition; and the
// tiles after which it is asked whether their sums are enough.
enum { SIDE_BY_SIDE = 4, PORTION = 16 };

static inline __attribute__((always_inline)) void
respond_to(const TileList *list, const size_t n, const float *const *weights, const float *enough,
           float *response) {
    Lanes sum[SIDE_BY_SIDE] = {0};
    for (size_t first = 0; first < list->count; first += PORTION) {
        size_t last = first + PORTION < list->count ? first + PORTION : list->count;
        for (size_t i = first; i < last; i++) {
            size_t k = list->place[i];
            const Lanes *source = at(list->source + list->offset[k]);
            for (size_t f = 0; f < n; f++)
                sum[f] += *at(weights[f] + LANES * k) * *source;
        }
        bool done = enough != NULL && last < list->count;
        for (size_t f = 0; f < n && done; f++)
            done = sum_of(&sum[f]) >= enough[f];
        if (done)
            break;
    }
    for (size_t f = 0; f < n; f++)
        response[f] = sum_of(&sum[f]);
}

static void respond(const TileList *list, size_t n, const float *const *weights,
                    const float *enough, float *response) {
    for (; n >= SIDE_BY_SIDE; n -= SIDE_BY_SIDE) {
        respond_to(list, SIDE_BY_SIDE, weights, enough, response);
        weights += SIDE_BY_SIDE;
        response += SIDE_BY_SIDE;
        enough = enough ? enough + SIDE_BY_SIDE : NULL;
    }
    if (n == 3)
        respond_to(list, 3, weights, enough, response);
    else if (n == 2)
        respond_to(list, 2, weights, enough, response);
    else if (n == 1)
        respond_to(list, 1, weights, enough, response);
}

static float grow(const TileList *list, float *weights, const uint16_t *covered, float rate) {
    static const Bits bit = {1 << 0,  1 << 1,  1 << 2,  1 << 3, 1 << 4,  1 << 5,
                             1 << 6,  1 << 7,  1 << 8,  1 << 9, 1 << 10, 1 << 11,
                             1 << 12, 1 << 13, 1 << 14, 1 << 15};
    Lanes sum = {0};
    for (size_t i = 0; i < list->count; i++) {
        size_t k = list->place[i];
        Lanes *weight = (Lanes *)(void *)(weights + LANES * k);
        Bits there = ((int32_t)covered[k] & bit) != 0;
        Lanes added = (Lanes)((Bits)(rate * *at(list->source + list->offset[k])) & there);
        *weight += added;
        sum += added;
    }
    return sum_of(&sum);
}

// The columns from `first` on that are active in one row of tiles; to < from: none.
typedef struct {
    long from, to;
} Span;

static Span active_span(const Stencil *stencil, const StripSources *sources, size_t tile_row) {
    long across = (long)stencil->columns + STRIP_COLUMNS - 1, column = (long)sources->column;
    if (sources->peak == NULL)
        return (Span){0, across - 1};
    const float *peak = sources->peak + tile_row * sources->peak_pitch;
    long tiles = (column + across - 1) / TILE_SIDE + 1, first = 0, last = tiles - 1;
    while (first < tiles && peak[first] == 0)
        first++;
    while (last > first && peak[last] == 0)
        last--;
    return (Span){first * TILE_SIDE - column,
                  first < tiles ? last * TILE_SIDE - column + TILE_SIDE - 1 : -STRIP_COLUMNS};
}

static inline long larger(long a, long b) {
    return a > b ? a : b;
}

static void convolve(const Stencil *stencil, const StripSources *sources,
                     float sum[STRIP_ROWS][STRIP_COLUMNS]) {
    Lanes row_sum[STRIP_ROWS] = {0};
    long radius = stencil->radius, columns = (long)stencil->columns;
    Span span = active_span(stencil, sources, 0);
    for (long r = 0; r < 2 * radius + STRIP_ROWS; r++) {
        if (r > 0 && (r + (long)sources->row) % TILE_SIDE == 0)
            span = active_span(stencil, sources, (size_t)(r + (long)sources->row) / TILE_SIDE);
        // Row r of the sources meets row r - t of the stencil for row t of the strip; the stencil's
        // rows are stored from -(STRIP_ROWS - 1) on.
        const float *weights = stencil->weights + r * columns;
        const float *source = sources->first + (size_t)r * sources->pitch;
        long reach = -1;
        for (long t = 0; t < STRIP_ROWS; t++)
            reach = larger(reach, stencil->reach[r + t]);
        long first = larger(radius - reach, span.from - (STRIP_COLUMNS - 1));
        long last = radius + reach < span.to ? radius + reach : span.to;
        for (long c = first; c <= last; c++) {
            Lanes activity = *(const Unaligned *)(const void *)(source + c);
            for (long t = 0; t < STRIP_ROWS; t++)
                row_sum[STRIP_ROWS - 1 - t] += weights[t * columns + c] * activity;
        }
    }
    memcpy(sum, row_sum, sizeof row_sum);
}

static float total(size_t n, const float *weights) {
    Lanes sum = {0};
    for (size_t k = 0; k < n; k++)
        sum += MAGNITUDE(*at(weights + LANES * k));
    return sum_of(&sum);
}

static void scale(size_t n, float *weights, float factor) {
    for (size_t k = 0; k < n; k++)
        *(Lanes *)(void *)(weights + LANES * k) *= factor;
}

extern const Kernels KERNEL_SET;
const Kernels KERNEL_SET = {KERNEL_NAME, true, respond, grow, convolve, total, scale};
