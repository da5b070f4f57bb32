// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions by strips against sums over the units one by one, and tiles with their margins.
#include "convolution.h"

#include "memory.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "assert_near.h"

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
                float peak = 0;
                size_t active = 0;
                for (size_t l = 0; l < LANES; l++) {
                    float value = copy.tiles[k * LANES + l], size = value < 0 ? -value : value;
                    peak = size > peak ? size : peak;
                    if (value != 0) {
                        assert_int_equal(copy.units.lane[k * LANES + active], l);
                        assert_true(copy.units.value[k * LANES + active] == value);
                        active++;
                    }
                }
                assert_true(copy.peak[k] == peak);
                assert_int_equal(copy.units.active[k], active);
            }
            activity_finish(&copy);
            activity_finish(&activity);
            release(back);
            release(values);
        }
}

// Sums of strips at every place of the sheet, some of it silent, against the plain definition:
// equal to the bit where one unit is asked for, whatever the kernels.
static void check(size_t n, long radius, bool periodic, uint64_t index) {
    TileGrid grid = tile_grid(n, periodic, (size_t)radius);
    float *values = allocate(n * n, sizeof *values);
    Activity activity;
    Stencil stencil;
    RandomDraws draws = random_draws(random_stream(7, "stencil"), index);
    activity_init(&activity, &grid);
    fill(values, n, index, 0.97);
    activity_write(&grid, values, &activity);
    convolution_init(&stencil, radius);
    for (long di = -radius; di <= radius; di++)
        for (long dj = -radius; dj <= radius; dj++)
            if (field_covers(radius, di, dj))
                *convolution_weight(&stencil, di, dj) = (float)random_between(&draws, -0.2, 1);
    const char *const *names = kernels_available();
    for (size_t s = 0; names[s]; s++)
        for (size_t i = 0; i < n; i += STRIP_ROWS)
            for (size_t j = 0; j < n; j += STRIP_COLUMNS) {
                float sum[STRIP_ROWS][STRIP_COLUMNS];
                bool any = convolution_strip(&stencil, kernels_choose(names[s]), &grid, &activity,
                                             (long)i, (long)j, sum);
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
    for (long radius = 1; radius <= 11; radius++)
        for (size_t n = 7; n <= 37; n += 6) {
            check(n, radius, false, 100 * n + (uint64_t)radius);
            if (2 * radius + 1 <= (long)n)
                check(n, radius, true, 100 * n + 50 + (uint64_t)radius);
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
        cmocka_unit_test(silence_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
