// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions by strips against sums over the units one by one, and tiles with their margins.
#include "kernels/convolution.h"

#include "base/memory.h"
#include "base/random.h"
#include "kernels/trial_activity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void fill(float *values, size_t n, uint64_t index, double silence) {
    RandomDraws draws = random_draws(random_stream(2385, "convolution"), index);
    size_t i = n / 5 + random_integer(&draws, 4), j = random_integer(&draws, (uint32_t)n);
    for (size_t k = 0; k < n * n; k++) // random units, and a patch that is wholly active
        values[k] = random_uniform(&draws) < silence && (k / n + 3 < i || k % n + 3 < j)
                        ? 0
                        : (float)random_between(&draws, -0.3, 1);
}

static float value_at(const float *values, const TileGrid *grid, long i, long j) {
    long n = (long)grid->n;
    if (grid->periodic)
        return values[(i + n) % n * n + (j + n) % n];
    return i < 0 || i >= n || j < 0 || j >= n ? 0 : values[i * n + j];
}

static void every_layout_says_the_same(void **state) {
    (void)state;
    for (size_t n = 5; n < 40; n += 3)
        for (int periodic = 0; periodic < 2; periodic++) {
            size_t radius = periodic ? (n - 1) / 2 : n / 2 + 3;
            TileGrid grid = tile_grid(n, periodic, radius);
            float *values = allocate(n * n, sizeof *values), *back = allocate(n * n, sizeof *back);
            Activity activity, copy;
            activity_init(&activity, &grid);
            activity_init(&copy, &grid);
            for (uint64_t k = 0; k < 3; k++) { // what was there before leaves no trace
                fill(values, n, 10 * n + k, 0.3 * (double)k + 0.3);
                activity_write(&grid, values, &activity);
            }
            activity_copy(&grid, &activity, &copy);
            activity_read(&grid, &copy, back);
            assert_memory_equal(values, back, n * n * sizeof *values);
            long r = (long)radius, side = (long)n;
            for (long i = -r; i < side + r; i++)
                for (long j = -r; j < side + r; j++) {
                    float expected = value_at(values, &grid, i, j);
                    assert_true(copy.tiles[tile_place(&grid, i, j)] == expected);
                    assert_true(copy.rows[row_place(&grid, i, j)] == expected);
                }
            for (size_t k = 0; k < grid.width * grid.width; k++) {
                size_t active = 0;
                for (size_t l = 0; l < LANES; l++) {
                    float value = copy.tiles[k * LANES + l];
                    if (value != 0) {
                        assert_int_equal(copy.units.lane[k * LANES + active], l);
                        assert_true(copy.units.value[k * LANES + active] == value);
                        active++;
                    }
                }
                assert_int_equal(copy.units.active[k], active);
            }
            activity_finish(&copy);
            activity_finish(&activity);
            release(back);
            release(values);
        }
}

static void draw_stencil(Stencil *stencil, long radius, uint64_t index) {
    RandomDraws draws = random_draws(random_stream(7, "stencil"), index);
    convolution_init(stencil, radius);
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++)
            if (field_covers(radius, di, dj))
                *convolution_weight(stencil, di, dj) = (float)random_between(&draws, -0.2, 1);
}

// Checks fields of many sizes on sheets of many, open ones and tori.
static void check_sizes(void check(size_t n, long radius, bool periodic, uint64_t index),
                        size_t step) {
    for (long radius = 1; radius <= 11; radius++)
        for (size_t n = 7; n <= 37; n += step) {
            check(n, radius, false, 100 * n + (uint64_t)radius);
            if (2 * radius + 1 <= (long)n)
                check(n, radius, true, 100 * n + 50 + (uint64_t)radius);
        }
}

// Sums of strips at every place of the sheet, some of it silent, against the plain definition:
// equal to the bit where one unit is asked for, whatever the kernels.
static void check(size_t n, long radius, bool periodic, uint64_t index) {
    TileGrid grid = tile_grid(n, periodic, (size_t)radius);
    float *values = allocate(n * n, sizeof *values);
    Activity activity;
    Stencil stencil;
    activity_init(&activity, &grid);
    fill(values, n, index, 0.97);
    activity_write(&grid, values, &activity);
    draw_stencil(&stencil, radius, index);
    for (size_t s = 0; kernels_name(s); s++)
        for (size_t i = 0; i < n; i += STRIP_ROWS)
            for (size_t j = 0; j < n; j += STRIP_COLUMNS) {
                float sum[STRIP_ROWS][STRIP_COLUMNS];
                bool any = convolution_strip(&stencil, kernels_choose(kernels_name(s)), &grid,
                                             &activity, (long)i, (long)j, sum);
                for (size_t r = 0; r < STRIP_ROWS && i + r < n; r++)
                    for (size_t c = 0; c < STRIP_COLUMNS && j + c < n; c++) {
                        double expected = 0;
                        for (long di = -radius; di <= radius; di++)
                            for (long dj = -radius; dj <= radius; dj++)
                                if (field_covers(radius, di, dj))
                                    expected += (double)*convolution_weight(&stencil, di, dj) *
                                                (double)value_at(values, &grid, (long)(i + r) + di,
                                                                 (long)(j + c) + dj);
                        assert_near((double)sum[r][c], expected, 1e-4);
                        assert_true(sum[r][c] == convolution_at(&stencil, &grid, &activity,
                                                                (long)(i + r), (long)(j + c)));
                        assert_true(any || expected == 0);
                    }
            }
    convolution_finish(&stencil);
    activity_finish(&activity);
    release(values);
}

static void strips_are_sums_over_the_stencil(void **state) {
    (void)state;
    check_sizes(check, 6);
}

// What a tile of targets sees in several trials, listed and added up, is what each target sees in
// each, to the bit.
static void check_trials(size_t n, long radius, bool periodic, uint64_t index) {
    TileGrid grid = tile_grid(n, periodic, (size_t)radius);
    float *values = allocate(n * n, sizeof *values);
    Activity activity[TRIALS];
    TrialActivity side_by_side;
    Stencil stencil;
    trial_activity_init(&side_by_side, &grid, index % 3 != 0);
    for (size_t k = 0; k < TRIALS; k++) {
        activity_init(&activity[k], &grid);
        fill(values, n, TRIALS * index + k, 0.99);
        activity_write(&grid, values, &activity[k]);
        trial_activity_add(&side_by_side, &grid, k, &activity[k]);
    }
    draw_stencil(&stencil, radius, index);
    size_t room = (size_t)((2 * radius + TILE_SIDE) * (2 * radius + TILE_SIDE));
    TrialSources sources = {0, allocate(room + TILE_SIDE, sizeof(int32_t)),
                            allocate(room + TILE_SIDE, sizeof(int32_t))};
    float *lines = convolution_lines(&stencil), sum[TRIALS][LANES], at[TRIALS], ones[LANES];
    for (size_t t = 0; t < LANES; t++)
        ones[t] = 1;
    for (size_t i = 0; i < n; i += TILE_SIDE)
        for (size_t j = 0; j < n; j += TILE_SIDE) {
            convolution_list_trials(&stencil, &grid, &side_by_side, (long)i, (long)j, &sources);
            assert_true(sources.count <= room);
            memset(sum, 0, sizeof sum);
            kernels_choose(NULL)->add_trials(TRIALS, &sources, lines, side_by_side.value, ones, 1,
                                             sum);
            for (size_t t = 0; t < LANES; t++) {
                long row = (long)(i + t / TILE_SIDE), column = (long)(j + t % TILE_SIDE);
                if (row >= (long)n || column >= (long)n)
                    continue;
                convolution_trials_at(&stencil, &grid, &side_by_side, row, column, at);
                for (size_t k = 0; k < TRIALS; k++) {
                    float expected = convolution_at(&stencil, &grid, &activity[k], row, column);
                    assert_true(sum[k][t] == expected && at[k] == expected);
                }
            }
        }
    release(lines);
    release(sources.place);
    release(sources.line);
    convolution_finish(&stencil);
    trial_activity_finish(&side_by_side);
    for (size_t k = 0; k < TRIALS; k++)
        activity_finish(&activity[k]);
    release(values);
}

static void trials_are_sums_side_by_side(void **state) {
    (void)state;
    check_sizes(check_trials, 5);
}

// What was there before leaves no trace, and the margin of a torus follows.
static void layouts_of_trials_say_the_same(void **state) {
    (void)state;
    for (size_t n = 5; n < 40; n += 3)
        for (int periodic = 0; periodic < 2; periodic++) {
            size_t radius = periodic ? (n - 1) / 2 : n / 2 + 3;
            TileGrid grid = tile_grid(n, periodic, radius);
            float *values = allocate(n * n, sizeof *values), *back = allocate(n * n, sizeof *back);
            Activity activity;
            TrialActivity added, put;
            activity_init(&activity, &grid);
            trial_activity_init(&added, &grid, true);
            trial_activity_init(&put, &grid, true);
            for (uint64_t pass = 0; pass < 2; pass++) {
                trial_activity_clear(&added, &grid);
                for (size_t k = 0; k < TRIALS; k++) {
                    fill(values, n, 70 * n + 10 * pass + k, 0.9);
                    activity_write(&grid, values, &activity);
                    trial_activity_add(&added, &grid, k, &activity);
                    trial_activity_read(&added, &grid, k, back);
                    assert_memory_equal(values, back, n * n * sizeof *values);
                }
                for (size_t i = 0; i < n; i += TILE_SIDE)
                    for (size_t j = 0; j < n; j += TILE_SIDE) {
                        float lanes[TRIALS][LANES] = {{0}};
                        for (size_t l = 0; l < LANES; l++)
                            for (size_t k = 0; k < TRIALS; k++)
                                if (i + l / TILE_SIDE < n && j + l % TILE_SIDE < n)
                                    lanes[k][l] =
                                        added.value[tile_place(&grid, (long)(i + l / TILE_SIDE),
                                                               (long)(j + l % TILE_SIDE)) *
                                                        TRIALS +
                                                    k];
                        trial_activity_put(&put, tile_of(&grid, (long)i, (long)j), lanes);
                    }
                if (periodic)
                    trial_activity_wrap(&put, &grid);
                size_t tiles = grid.width * grid.width;
                assert_memory_equal(put.value, added.value,
                                    tiles * LANES * TRIALS * sizeof *put.value);
                assert_memory_equal(put.active, added.active, tiles * sizeof *put.active);
                for (size_t tile = 0; tile < tiles; tile++) {
                    unsigned active = 0;
                    for (size_t i = 0; i < LANES * TRIALS; i++)
                        active |= (unsigned)(put.value[tile * LANES * TRIALS + i] != 0)
                                  << i / TRIALS;
                    assert_int_equal(active, put.active[tile]);
                    for (size_t l = 0, m = 0; l < LANES; l++)
                        if (active >> l & 1)
                            assert_int_equal(put.lane[tile * LANES + m++], l);
                }
            }
            trial_activity_finish(&put);
            trial_activity_finish(&added);
            activity_finish(&activity);
            release(back);
            release(values);
        }
}

static void silence_is_told(void **state) {
    (void)state;
    TileGrid grid = tile_grid(64, false, 6);
    float *values = allocate(64 * 64, sizeof *values), sum[STRIP_ROWS][STRIP_COLUMNS];
    Activity activity;
    Stencil stencil;
    activity_init(&activity, &grid);
    convolution_init(&stencil, 6);
    *convolution_weight(&stencil, -3, 2) = 2.385f;
    values[33 * 64 + 21] = 0.5f;
    activity_write(&grid, values, &activity);
    const Kernels *kernels = kernels_choose(NULL);
    assert_false(convolution_strip(&stencil, kernels, &grid, &activity, 0, 16, sum));
    assert_true(convolution_strip(&stencil, kernels, &grid, &activity, 36, 16, sum));
    for (size_t r = 0; r < STRIP_ROWS; r++)
        for (size_t c = 0; c < STRIP_COLUMNS; c++)
            assert_true(sum[r][c] == (r == 0 && c == 3 ? 1.1925f : 0));
    convolution_finish(&stencil);
    activity_finish(&activity);
    release(values);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_says_the_same),
        cmocka_unit_test(strips_are_sums_over_the_stencil),
        cmocka_unit_test(trials_are_sums_side_by_side),
        cmocka_unit_test(layouts_of_trials_say_the_same),
        cmocka_unit_test(silence_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
