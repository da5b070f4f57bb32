// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels.h"

#include "memory.h"
#include "random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "assert_near.h"

enum {
    MOST_TILES = 40,
    SOURCE_TILES = 64,
    SOURCE = SOURCE_TILES * LANES,
    MOST = MOST_TILES * LANES
};

// One field of random numbers, some sources silent, and the tiles that it lies on in rising order.
typedef struct {
    size_t tiles;
    float *weights, *mask, *source, *grown; // [MOST], [MOST], [SOURCE], [MOST]
    int32_t offset[MOST_TILES];
} Case;

static Case case_new(size_t tiles, uint64_t index) {
    Case made = {tiles,
                 allocate(MOST, sizeof(float)),
                 allocate(MOST, sizeof(float)),
                 allocate(SOURCE, sizeof(float)),
                 allocate(MOST, sizeof(float)),
                 {0}};
    RandomDraws draws = random_draws(random_stream(2385, "kernels"), index);
    int32_t gaps = 0; // of tiles that the field leaves out
    for (size_t k = 0; k < tiles; k++) {
        gaps += random_uniform(&draws) < 0.5 ? 1 : 0;
        gaps = gaps < SOURCE_TILES - MOST_TILES ? gaps : SOURCE_TILES - MOST_TILES;
        made.offset[k] = LANES * ((int32_t)k + gaps);
    }
    for (size_t i = 0; i < SOURCE; i++)
        made.source[i] = random_uniform(&draws) < 0.4 ? 0.0f : (float)random_between(&draws, 0, 3);
    for (size_t i = 0; i < tiles * LANES; i++) {
        made.mask[i] = random_uniform(&draws) < 0.8 ? 1.0f : 0.0f;
        made.weights[i] = made.mask[i] > 0 ? (float)random_between(&draws, -0.2, 1) : 0.0f;
    }
    return made;
}

static void case_free(Case *made) {
    release(made->weights);
    release(made->mask);
    release(made->source);
    release(made->grown);
}

static float grow(const Kernels *kernels, Case *made, float rate) {
    memcpy(made->grown, made->weights, MOST * sizeof(float));
    return kernels->grow(made->tiles, made->grown, made->offset, made->mask, made->source, rate);
}

// Bit for bit, signs of zero included.
static bool same(float a, float b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

// The fixed tree of kernels.h, one rounding at a time: four accumulators of 16 lanes, term(k, l) in
// the order of k; then accumulators in pairs, then lanes in halves.
typedef float Term(const Case *made, size_t k, size_t l);

static float tree_sum(const Case *made, Term *term) {
    float sum[4][LANES] = {0}, lanes[LANES];
    for (size_t k = 0; k < made->tiles; k++)
        for (size_t l = 0; l < LANES; l++)
            sum[k % 4][l] += term(made, k, l);
    for (size_t l = 0; l < LANES; l++)
        lanes[l] = (sum[0][l] + sum[1][l]) + (sum[2][l] + sum[3][l]);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++)
            lanes[l] += lanes[l + half];
    return lanes[0];
}

static float product(const Case *made, size_t k, size_t l) {
    return made->weights[k * LANES + l] * made->source[(size_t)made->offset[k] + l];
}

static float magnitude(const Case *made, size_t k, size_t l) {
    return fabsf(made->weights[k * LANES + l]);
}

static float grown_magnitude(const Case *made, size_t k, size_t l) {
    return fabsf(made->grown[k * LANES + l]);
}

static void sums_are_rounded_in_the_documented_order(void **state) {
    (void)state;
    const Kernels *kernels = kernels_choose(NULL);
    for (size_t tiles = 1; tiles <= MOST_TILES; tiles++) {
        Case made = case_new(tiles, 300 + tiles);
        assert_true(same(kernels->dot(tiles, made.weights, made.offset, made.source),
                         tree_sum(&made, product)));
        assert_true(same(kernels->total(tiles, made.weights), tree_sum(&made, magnitude)));
        float total = grow(kernels, &made, 0.0371f);
        assert_true(same(total, tree_sum(&made, grown_magnitude)));
        case_free(&made);
    }
}

static void every_set_gives_the_same_bits(void **state) {
    (void)state;
    const Kernels *baseline = kernels_choose("baseline");
    const char *const *names = kernels_available();
    assert_non_null(baseline);
    for (size_t tiles = 1; tiles <= MOST_TILES; tiles++)
        for (size_t s = 0; names[s]; s++) {
            const Kernels *kernels = kernels_choose(names[s]);
            Case made = case_new(tiles, tiles), expected = case_new(tiles, tiles);
            assert_string_equal(kernels->name, names[s]);
            assert_true(same(kernels->dot(tiles, made.weights, made.offset, made.source),
                             baseline->dot(tiles, made.weights, made.offset, made.source)));
            assert_true(
                same(kernels->total(tiles, made.weights), baseline->total(tiles, made.weights)));
            assert_true(same(grow(kernels, &made, 0.0371f), grow(baseline, &expected, 0.0371f)));
            assert_memory_equal(made.grown, expected.grown, MOST * sizeof(float));
            kernels->scale(tiles, made.grown, 0.7193f);
            baseline->scale(tiles, expected.grown, 0.7193f);
            assert_memory_equal(made.grown, expected.grown, MOST * sizeof(float));
            case_free(&expected);
            case_free(&made);
        }
}

static void sums_are_right_within_rounding(void **state) {
    (void)state;
    const Kernels *kernels = kernels_choose(NULL);
    for (size_t tiles = 1; tiles <= MOST_TILES; tiles++) {
        Case made = case_new(tiles, 100 + tiles);
        double dot = 0, size = 0, total = 0, grown_total = 0, rate = (double)0.0371f;
        float grown_sum = grow(kernels, &made, 0.0371f);
        for (size_t k = 0; k < tiles; k++)
            for (size_t l = 0; l < LANES; l++) {
                size_t i = k * LANES + l;
                double w = (double)made.weights[i],
                       x = (double)made.source[(size_t)made.offset[k] + l];
                double grown = w + rate * (double)made.mask[i] * x;
                dot += w * x;
                size += fabs(w * x);
                total += fabs(w);
                grown_total += fabs(grown);
                assert_near((double)made.grown[i], grown, 1e-7 * (1 + fabs(grown)));
                if (made.mask[i] == 0)
                    assert_true(same(made.grown[i], 0.0f));
            }
        // Each sum passes at most tiles / 4 + 6 roundings of 2^-24 a term.
        double rounding = ((double)tiles / 4 + 8) * 0x1p-24;
        assert_near((double)kernels->dot(tiles, made.weights, made.offset, made.source), dot,
                    rounding * size);
        assert_near((double)kernels->total(tiles, made.weights), total, rounding * total);
        assert_near((double)grown_sum, grown_total, 2 * rounding * grown_total);
        case_free(&made);
    }
}

// Leaving a silent tile out is the same as reading its weights as zeros: the other tiles keep their
// accumulators.
static void silent_tiles_add_nothing(void **state) {
    (void)state;
    const char *const *names = kernels_available();
    for (size_t s = 0; names[s]; s++)
        for (uint64_t index = 0; index < 50; index++) {
            const Kernels *kernels = kernels_choose(names[s]);
            Case made = case_new(5 + index % 36, 200 + index),
                 without = case_new(5 + index % 36, 200 + index);
            RandomDraws draws = random_draws(random_stream(7, "silent"), index);
            for (size_t k = 0; k < made.tiles; k++)
                if (random_uniform(&draws) < 0.5) {
                    memset(made.source + made.offset[k], 0, LANES * sizeof(float));
                    memset(without.weights + k * LANES, 0, LANES * sizeof(float));
                    memset(without.source + without.offset[k], 0, LANES * sizeof(float));
                }
            assert_true(
                same(kernels->dot(made.tiles, made.weights, made.offset, made.source),
                     kernels->dot(made.tiles, without.weights, without.offset, without.source)));
            grow(kernels, &made, 1.37f);
            for (size_t k = 0; k < made.tiles; k++)
                for (size_t l = 0; l < LANES; l++)
                    if (without.source[(size_t)without.offset[k] + l] == 0)
                        assert_true(same(made.grown[k * LANES + l], made.weights[k * LANES + l]));
            case_free(&without);
            case_free(&made);
        }
}

static void an_unknown_set_is_none(void **state) {
    (void)state;
    assert_null(kernels_choose("avx1024"));
    assert_ptr_equal(kernels_choose(NULL), kernels_choose(kernels_available()[0]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_rounded_in_the_documented_order),
        cmocka_unit_test(every_set_gives_the_same_bits),
        cmocka_unit_test(sums_are_right_within_rounding),
        cmocka_unit_test(silent_tiles_add_nothing),
        cmocka_unit_test(an_unknown_set_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
