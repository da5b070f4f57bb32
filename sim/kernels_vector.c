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

// Is every lane of a not less than that of b?
static inline bool none_less(const Lanes *a, const Lanes *b) {
    Bits less = ~(*a >= *b);
    uint64_t part[sizeof less / sizeof(uint64_t)], any = 0;
    memcpy(part, &less, sizeof less);
    for (size_t k = 0; k < sizeof less / sizeof *part; k++)
        any |= part[k];
    return any == 0;
}

static SourceList list(const SourceTiles *tiles, const ActiveUnits *units, const SourceRoom *room) {
    const unsigned char *active = units->active + tiles->origin;
    size_t n = 0, count = 0;
    for (size_t k = 0; k < tiles->tiles; k++) {
        room->tile[n] = (int32_t)k;
        n += active[tiles->tile[k]] != 0;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t k = room->tile[i];
        size_t from = (size_t)((long)tiles->origin + tiles->tile[k]) * LANES;
        // Whole vectors; what is too much is overwritten.
        Bits line = *(const Bits *)(const void *)(units->lane + from) + k * LANES;
        memcpy(room->line + count, &line, sizeof line);
        memcpy(room->value + count, units->value + from, LANES * sizeof(float));
        count += active[tiles->tile[k]];
    }
    return (SourceList){count, room->line, room->value};
}

static void respond(const SourceList *list, const float *weights, const float *enough,
                    float response[LANES]) {
    enum { PORTION = 32 }; // sources after which it is asked whether the sums are enough
    Lanes sum = {0}, most = {0};
    if (enough)
        memcpy(&most, enough, sizeof most);
    for (size_t first = 0; first < list->count; first += PORTION) {
        size_t last = first + PORTION < list->count ? first + PORTION : list->count;
        for (size_t i = first; i < last; i++)
            sum += *at(weights + LANES * (size_t)list->line[i]) * list->value[i];
        if (enough && none_less(&sum, &most))
            break;
    }
    memcpy(response, &sum, sizeof sum);
}

static void grow(const SourceList *list, float *weights, const uint16_t *covered,
                 const float rate[LANES], float grown[LANES]) {
    static const Bits bit = {1 << 0,  1 << 1,  1 << 2,  1 << 3, 1 << 4,  1 << 5,
                             1 << 6,  1 << 7,  1 << 8,  1 << 9, 1 << 10, 1 << 11,
                             1 << 12, 1 << 13, 1 << 14, 1 << 15};
    Lanes sum = {0}, rates;
    memcpy(&rates, rate, sizeof rates);
    for (size_t i = 0; i < list->count; i++) {
        size_t line = (size_t)list->line[i];
        Lanes *weight = (Lanes *)(void *)(weights + LANES * line);
        Bits there = ((int32_t)covered[line] & bit) != 0;
        Lanes added = (Lanes)((Bits)(rates * list->value[i]) & there);
        *weight += added;
        sum += added;
    }
    memcpy(grown, &sum, sizeof sum);
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

static void total(size_t n, const float *weights, float total_of[LANES]) {
    Lanes sum = {0};
    for (size_t k = 0; k < n; k++)
        sum += MAGNITUDE(*at(weights + LANES * k));
    memcpy(total_of, &sum, sizeof sum);
}

static void scale(size_t n, float *weights, const float factor[LANES]) {
    Lanes factors;
    memcpy(&factors, factor, sizeof factors);
    for (size_t k = 0; k < n; k++)
        *(Lanes *)(void *)(weights + LANES * k) *= factors;
}

extern const Kernels KERNEL_SET;
const Kernels KERNEL_SET = {KERNEL_NAME, true, list, respond, grow, convolve, total, scale};
