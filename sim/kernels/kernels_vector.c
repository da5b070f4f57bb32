// SPDX-License-Identifier: GPL-3.0-or-later
// One set of kernels. The Makefile compiles this file once for each kind of processor and defines
// KERNEL_SET and KERNEL_NAME.
#include "kernels/kernels.h"

#include <string.h>

// Floats in a vector of this processor; a line of 16 floats is PARTS vectors.
#if defined __AVX512F__
enum { WIDTH = 16 };
#elif defined __AVX__
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
enum { PARTS = LANES / WIDTH };
typedef float Vector __attribute__((vector_size(WIDTH * sizeof(float)), may_alias));
typedef float Unaligned
    __attribute__((vector_size(WIDTH * sizeof(float)), may_alias, aligned(sizeof(float))));
typedef int32_t Bits __attribute__((vector_size(WIDTH * sizeof(float)), may_alias));

// Repeats a statement for each part v of a line.
#define EACH_PART _Pragma("GCC unroll 4") for (int v = 0; v < PARTS; v++)

static inline Vector *at(float *values) {
    return (Vector *)(void *)values;
}

static inline const Vector *from(const float *values) {
    return (const Vector *)(const void *)values;
}

// |x| in every lane: a macro, since a function would pass vectors wider than the processor's.
#define MAGNITUDE(values) ((Vector)((Bits)(values)&0x7fffffff))

// Is no sum of a less than the one in the same lane of b?
static inline bool none_less(const Vector *a, const Vector *b) {
    uint64_t part[WIDTH / 2], any = 0;
    EACH_PART {
        Bits less = ~(a[v] >= b[v]);
        memcpy(part, &less, sizeof less);
        for (int k = 0; k < WIDTH / 2; k++)
            any |= part[k];
    }
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
        size_t first = (size_t)((long)tiles->origin + tiles->tile[k]) * LANES;
        EACH_PART { // whole vectors; the surplus is overwritten
            Bits line = *(const Bits *)(const void *)(units->lane + first + WIDTH * v) +
                        (tiles->line + k * LANES);
            memcpy(room->line + count + WIDTH * v, &line, sizeof line);
        }
        memcpy(room->value + count, units->value + first, LANES * sizeof(float));
        count += active[tiles->tile[k]];
    }
    return (SourceList){count, room->line, room->value, count};
}

// Sources from the one that is added to the one whose weights are fetched.
enum { AHEAD = 32 };

// Adds the sources i to last - 1. Compiled twice, so that no source is tested for what to fetch.
static inline __attribute__((always_inline)) void add_sources(const SourceList *listed, size_t i,
                                                              size_t last, const float *weights,
                                                              bool fetches, Vector sum[PARTS]) {
    for (; i < last; i++) {
        const Vector *weight = from(weights + LANES * (size_t)listed->line[i]);
        float value = listed->value[i];
        if (fetches)
            __builtin_prefetch(weights + LANES * (size_t)listed->line[i + AHEAD]);
        EACH_PART sum[v] += weight[v] * value;
    }
}

static size_t respond(const SourceList *listed, const float *weights, const float *enough,
                      float response[LANES]) {
    enum { PORTION = 32 }; // sources between two checks whether the sums are enough
    Vector sum[PARTS], most[PARTS] = {0};
    memcpy(sum, response, sizeof sum);
    if (enough)
        memcpy(most, enough, sizeof most);
    size_t i = 0;
    while (i < listed->count) {
        size_t last = i + PORTION < listed->count ? i + PORTION : listed->count;
        if (last + AHEAD <= listed->known)
            add_sources(listed, i, last, weights, true, sum);
        else
            add_sources(listed, i, last, weights, false, sum);
        i = last;
        if (enough && none_less(sum, most))
            break;
    }
    memcpy(response, sum, sizeof sum);
    return i;
}

static void respond_two(const SourceList lists[2], const float *weights, float response[2][LANES]) {
    Vector sum[2][PARTS];
    size_t both = lists[0].count < lists[1].count ? lists[0].count : lists[1].count, i = 0;
    memcpy(sum, response, sizeof sum);
    for (; i + AHEAD < both; i++)
        for (size_t k = 0; k < 2; k++)
            add_sources(&lists[k], i, i + 1, weights, true, sum[k]);
    for (size_t k = 0; k < 2; k++)
        add_sources(&lists[k], i, lists[k].count, weights, false, sum[k]);
    memcpy(response, sum, sizeof sum);
}

static void list_trials(const SourceTiles *tiles, const TrialActivity *activity, int32_t *tile,
                        TrialSources *sources) {
    const uint16_t *active = activity->active + tiles->origin;
    size_t n = 0, count = 0;
    for (size_t k = 0; k < tiles->tiles; k++) {
        tile[n] = (int32_t)k;
        n += active[tiles->tile[k]] != 0;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t k = tile[i];
        int32_t first = (int32_t)((long)tiles->origin + tiles->tile[k]) * LANES;
        EACH_PART { // whole vectors; the surplus is overwritten
            Bits lane = *(const Bits *)(const void *)(activity->lane + first + WIDTH * v);
            Bits line = lane + k * LANES, place = lane + first;
            memcpy(sources->line + count + WIDTH * v, &line, sizeof line);
            memcpy(sources->place + count + WIDTH * v, &place, sizeof place);
        }
        count += (size_t)__builtin_popcount(active[tiles->tile[k]]);
    }
    sources->count = count;
}

_Static_assert(TRIALS == 4, "add_trials adds up to 4 at once");

// Adds n trials from `first` on; n is a constant in each compiled copy.
static inline __attribute__((always_inline)) void
add_together(size_t n, size_t first, const TrialSources *sources, const float *weights,
             const float *value, const float scale[LANES], float strength,
             float sum[TRIALS][LANES]) {
    Vector response[TRIALS][PARTS] = {0}, scales[PARTS], before;
    memcpy(scales, scale, sizeof scales);
    for (size_t i = 0; i < sources->count; i++) {
        const Vector *weight = from(weights + LANES * (size_t)sources->line[i]);
        const float *activity = value + TRIALS * (size_t)sources->place[i] + first;
        _Pragma("GCC unroll 4") for (size_t k = 0; k < n; k++) EACH_PART response[k][v] +=
            weight[v] * activity[k];
    }
    _Pragma("GCC unroll 4") for (size_t k = 0; k < n; k++) EACH_PART {
        float *to = &sum[first + k][WIDTH * v];
        memcpy(&before, to, sizeof before);
        before += strength * (response[k][v] * scales[v]);
        memcpy(to, &before, sizeof before);
    }
}

static void add_trials(size_t n, const TrialSources *sources, const float *weights,
                       const float *value, const float scale[LANES], float strength,
                       float sum[TRIALS][LANES]) {
    enum { TOGETHER = WIDTH > 4 ? TRIALS : 2 }; // as many as there are registers for
    for (size_t first = 0; first < n; first += TOGETHER)
        switch (n - first < TOGETHER ? n - first : TOGETHER) {
        case 1:
            add_together(1, first, sources, weights, value, scale, strength, sum);
            break;
        case 2:
            add_together(2, first, sources, weights, value, scale, strength, sum);
            break;
        case 3:
            add_together(3, first, sources, weights, value, scale, strength, sum);
            break;
        default:
            add_together(4, first, sources, weights, value, scale, strength, sum);
        }
}

static inline __attribute__((always_inline)) void
grow_by(const SourceList *listed, float *weights, const uint16_t *covered, const float *arbor,
        const float rate[LANES], float grown[LANES]) {
    Vector sum[PARTS] = {0}, rates[PARTS];
    Bits bit[PARTS];
    memcpy(rates, rate, sizeof rates);
    EACH_PART for (int l = 0; l < WIDTH; l++) bit[v][l] = 1 << (WIDTH * v + l);
    for (size_t i = 0; i < listed->count; i++) {
        size_t line = (size_t)listed->line[i];
        Vector *weight = at(weights + LANES * line);
        float value = listed->value[i];
        EACH_PART {
            Bits there = ((int32_t)covered[line] & bit[v]) != 0;
            Vector growth = rates[v] * value;
            if (arbor)
                growth *= from(arbor + LANES * line)[v];
            Vector added = (Vector)((Bits)growth & there);
            weight[v] += added;
            sum[v] += added;
        }
    }
    memcpy(grown, sum, sizeof sum);
}

// Compiled twice, so that the loop without an arbor has no test for one.
static void grow(const SourceList *listed, float *weights, const uint16_t *covered,
                 const float *arbor, const float rate[LANES], float grown[LANES]) {
    if (arbor)
        grow_by(listed, weights, covered, arbor, rate, grown);
    else
        grow_by(listed, weights, covered, NULL, rate, grown);
}

static inline __attribute__((always_inline)) void learn_by(const SourceList *listed, float *weights,
                                                           const uint16_t *covered,
                                                           const float *arbor,
                                                           const GrowthTerms *terms) {
    Vector source[PARTS], factor[PARTS], constant[PARTS];
    Bits bit[PARTS];
    memcpy(source, terms->source, sizeof source);
    memcpy(factor, terms->weight, sizeof factor);
    memcpy(constant, terms->constant, sizeof constant);
    EACH_PART for (int l = 0; l < WIDTH; l++) bit[v][l] = 1 << (WIDTH * v + l);
    for (size_t i = 0; i < listed->count; i++) {
        size_t line = (size_t)listed->line[i];
        Vector *weight = at(weights + LANES * line);
        float value = listed->value[i];
        EACH_PART {
            Bits there = ((int32_t)covered[line] & bit[v]) != 0;
            Vector growth = source[v] * value + factor[v] * weight[v] + constant[v];
            if (arbor)
                growth *= from(arbor + LANES * line)[v];
            weight[v] += (Vector)((Bits)growth & there);
        }
    }
}

// Compiled twice, as `grow`.
static void learn(const SourceList *listed, float *weights, const uint16_t *covered,
                  const float *arbor, const GrowthTerms *terms) {
    if (arbor)
        learn_by(listed, weights, covered, arbor, terms);
    else
        learn_by(listed, weights, covered, NULL, terms);
}

// The columns from `first` on that are active in one row of tiles; to < from: none.
typedef struct {
    long from, to;
} Span;

static Span active_span(const Stencil *stencil, const StripSources *sources, size_t tile_row) {
    long across = (long)stencil->columns + STRIP_COLUMNS - 1, column = (long)sources->column;
    if (sources->active == NULL)
        return (Span){0, across - 1};
    const unsigned char *active = sources->active + tile_row * sources->active_pitch;
    long tiles = (column + across - 1) / TILE_SIDE + 1, first = 0, last = tiles - 1;
    while (first < tiles && active[first] == 0)
        first++;
    while (last > first && active[last] == 0)
        last--;
    return (Span){first * TILE_SIDE - column,
                  first < tiles ? last * TILE_SIDE - column + TILE_SIDE - 1 : -STRIP_COLUMNS};
}

static inline long larger(long a, long b) {
    return a > b ? a : b;
}

static void convolve(const Stencil *stencil, const StripSources *sources,
                     float sum[STRIP_ROWS][STRIP_COLUMNS]) {
    Vector row_sum[STRIP_ROWS][PARTS] = {0};
    long radius = stencil->radius, columns = (long)stencil->columns;
    Span span = active_span(stencil, sources, 0);
    for (long r = 0; r < 2 * radius + STRIP_ROWS; r++) {
        if (r > 0 && (r + (long)sources->row) % TILE_SIDE == 0)
            span = active_span(stencil, sources, (size_t)(r + (long)sources->row) / TILE_SIDE);
        // For row t of the strip, row r of the sources has the weights of row r - t of the stencil,
        // whose rows are stored from -(STRIP_ROWS - 1) on.
        const float *weights = stencil->weights + r * columns;
        const float *source = sources->first + (size_t)r * sources->pitch;
        long reach = -1;
        for (long t = 0; t < STRIP_ROWS; t++)
            reach = larger(reach, stencil->reach[r + t]);
        long first = larger(radius - reach, span.from - (STRIP_COLUMNS - 1));
        long last = radius + reach < span.to ? radius + reach : span.to;
        for (long c = first; c <= last; c++) {
            EACH_PART {
                Vector activity = *(const Unaligned *)(const void *)(source + c + WIDTH * v);
                for (long t = 0; t < STRIP_ROWS; t++)
                    row_sum[STRIP_ROWS - 1 - t][v] += weights[t * columns + c] * activity;
            }
        }
    }
    memcpy(sum, row_sum, sizeof row_sum);
}

static void total(size_t n, const float *weights, float total_of[LANES]) {
    Vector sum[PARTS] = {0};
    for (size_t k = 0; k < n; k++)
        EACH_PART sum[v] += MAGNITUDE(from(weights + LANES * k)[v]);
    memcpy(total_of, sum, sizeof sum);
}

static void squares(size_t n, const float *weights, float total_of[LANES]) {
    Vector sum[PARTS] = {0};
    for (size_t k = 0; k < n; k++)
        EACH_PART sum[v] += from(weights + LANES * k)[v] * from(weights + LANES * k)[v];
    memcpy(total_of, sum, sizeof sum);
}

static void largest(size_t n, const float *weights, float largest_of[LANES]) {
    Vector most[PARTS] = {0};
    for (size_t k = 0; k < n; k++)
        EACH_PART {
            Vector magnitude = MAGNITUDE(from(weights + LANES * k)[v]);
            Bits more = magnitude > most[v];
            most[v] = (Vector)(((Bits)magnitude & more) | ((Bits)most[v] & ~more));
        }
    memcpy(largest_of, most, sizeof most);
}

static void scale(size_t n, float *weights, const float factor[LANES]) {
    Vector factors[PARTS];
    memcpy(factors, factor, sizeof factors);
    for (size_t k = 0; k < n; k++)
        EACH_PART at(weights + LANES * k)[v] = at(weights + LANES * k)[v] * factors[v] + 0.0f;
}

#define KERNELS(name, skips)                                                                       \
    {                                                                                              \
        name, skips, list, respond, respond_two, list_trials, add_trials, grow, learn, convolve,   \
            total, squares, largest, scale                                                         \
    }

extern const Kernels KERNEL_SET[2];
const Kernels KERNEL_SET[2] = {KERNELS(KERNEL_NAME, true), KERNELS("reference", false)};
