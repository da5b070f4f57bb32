// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "helpers/assert_near.h"
#include "maps/fourier.h"

#include <gsl/gsl_fft_complex.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { ROWS = 27, COLUMNS = 37, N = ROWS * COLUMNS };

static void fill(double *data, uint64_t seed) {
    RandomDraws draws = random_draws(random_stream(seed, "test/fourier"), 0);
    for (size_t i = 0; i < 2 * N; i++)
        data[i] = random_between(&draws, -1.385, 2.07);
}

static void is_the_sum_over_all_samples(void **state) {
    (void)state;
    double data[2 * N], transformed[2 * N];
    fill(data, 3);
    memcpy(transformed, data, sizeof data);
    fourier_forward(transformed, ROWS, COLUMNS);
    for (size_t at = 0; at < N; at += 83) {
        double real = 0, imaginary = 0;
        for (size_t i = 0; i < N; i++) {
            double turns = (double)(at / COLUMNS * (i / COLUMNS)) / ROWS +
                           (double)(at % COLUMNS * (i % COLUMNS)) / COLUMNS;
            double c = cos(2 * M_PI * turns), s = -sin(2 * M_PI * turns);
            real += data[2 * i] * c - data[2 * i + 1] * s;
            imaginary += data[2 * i] * s + data[2 * i + 1] * c;
        }
        assert_near(transformed[2 * at], real, 1e-10);
        assert_near(transformed[2 * at + 1], imaginary, 1e-10);
    }
    fourier_backward(transformed, ROWS, COLUMNS);
    for (size_t i = 0; i < 2 * N; i++)
        assert_near(transformed[i] / N, data[i], 1e-13);
}

// Bit for bit what the library gives for each row and then each column where it lies, on any number
// of threads.
static void has_the_bits_of_single_lines(void **state) {
    (void)state;
    double data[2 * N], lines[2 * N];
    fill(data, 4);
    memcpy(lines, data, sizeof data);
    gsl_fft_complex_wavetable *along = gsl_fft_complex_wavetable_alloc(COLUMNS),
                              *across = gsl_fft_complex_wavetable_alloc(ROWS);
    gsl_fft_complex_workspace *row_room = gsl_fft_complex_workspace_alloc(COLUMNS),
                              *column_room = gsl_fft_complex_workspace_alloc(ROWS);
    for (size_t i = 0; i < ROWS; i++)
        gsl_fft_complex_forward(lines + 2 * i * COLUMNS, 1, COLUMNS, along, row_room);
    for (size_t j = 0; j < COLUMNS; j++)
        gsl_fft_complex_forward(lines + 2 * j, COLUMNS, ROWS, across, column_room);
    int before = omp_get_max_threads();
    for (int threads = 1; threads <= 3; threads++) {
        double transformed[2 * N];
        memcpy(transformed, data, sizeof data);
        omp_set_num_threads(threads);
        fourier_forward(transformed, ROWS, COLUMNS);
        assert_memory_equal(transformed, lines, sizeof lines);
    }
    omp_set_num_threads(before);
    gsl_fft_complex_workspace_free(column_room);
    gsl_fft_complex_workspace_free(row_room);
    gsl_fft_complex_wavetable_free(across);
    gsl_fft_complex_wavetable_free(along);
}

static void fast_lengths_have_no_factor_above_5(void **state) {
    (void)state;
    assert_int_equal(fourier_fast_length(1), 1);
    assert_int_equal(fourier_fast_length(960), 960);
    assert_int_equal(fourier_fast_length(1120), 1125);
    assert_int_equal(fourier_fast_length(1126), 1152);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fast_lengths_have_no_factor_above_5),
                                       cmocka_unit_test(is_the_sum_over_all_samples),
                                       cmocka_unit_test(has_the_bits_of_single_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
