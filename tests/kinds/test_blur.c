// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/blur.h"

#include "base/memory.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { HEIGHT = 31, WIDTH = 38, SIZE = HEIGHT * WIDTH };

static void fill(double *values) {
    RandomDraws draws = random_draws(random_stream(6151, "blur"), 0);
    for (size_t k = 0; k < SIZE; k++)
        values[k] = random_uniform(&draws);
}

// Straight from the definition, all in double precision and with no share left out.
static double expected(const Blur *blur, const double *values, long i, long j) {
    double angle = blur->orientation * M_PI / 180, sum = 0, total = 0;
    double cut = round(2 * blur->sigma * fmax(blur->aspect, 1));
    for (long row = 0; row < HEIGHT; row++)
        for (long column = 0; column < WIDTH; column++) {
            double x = (double)(column - j), y = (double)(i - row);
            double along = x * cos(angle) + y * sin(angle),
                   across = y * cos(angle) - x * sin(angle);
            if (fabs(along) > cut + 1e-9 || fabs(across) > cut + 1e-9)
                continue;
            double u = along / (blur->sigma * blur->aspect), v = across / blur->sigma;
            double weight = exp(-0.5 * (u * u + v * v));
            sum += weight * values[row * WIDTH + column];
            total += weight;
        }
    return sum / total;
}

// Weights below 1e-7 of the largest are left out of oblique kernels; of a Gaussian in two
// dimensions they make a share of 1e-7, and of the part of it that lies in the array, four times
// that or less.
static void check(double sigma, double aspect, double orientation, double tolerance) {
    static double values[SIZE], blurred[SIZE], part[SIZE];
    Blur blur = {sigma, aspect, orientation};
    fill(values);
    blur_array(&blur, values, HEIGHT, WIDTH, 0, blurred);
    for (long i = 0; i < HEIGHT; i++)
        for (long j = 0; j < WIDTH; j++)
            assert_near(blurred[i * WIDTH + j], expected(&blur, values, i, j), tolerance);
    blur_array(&blur, values, HEIGHT, WIDTH, 5, part);
    for (size_t i = 5; i < HEIGHT - 5; i++)
        for (size_t j = 5; j < WIDTH - 5; j++)
            assert_near(part[(i - 5) * (WIDTH - 10) + j - 5], blurred[i * WIDTH + j], 1e-12);
    blur_array(&blur, values, HEIGHT, WIDTH, 0, values);
    assert_memory_equal(values, blurred, sizeof values);
}

static void kernels_are_elongated_gaussians(void **state) {
    (void)state;
    check(0.83, 3.7, 0, 1e-12);
    check(0.83, 3.7, 90, 1e-12);
    check(0.83, 3.7, -270, 1e-12);
    check(0.83, 3.7, 27.3, 1e-6);
    check(1.21, 5.3, 118.9, 1e-6);
    check(2.17, 0.31, 61.7, 1e-6);
    check(0.57, 40, 33.1, 1e-6); // longer than the array
    check(0.57, 40, 180, 1e-12);
}

static void what_is_even_stays_even(void **state) {
    (void)state;
    static double values[SIZE];
    for (size_t k = 0; k < SIZE; k++)
        values[k] = 0.37;
    blur_array(&(Blur){0.9, 6.0, 51}, values, HEIGHT, WIDTH, 0, values);
    for (size_t k = 0; k < SIZE; k++)
        assert_near(values[k], 0.37, 1e-12);
}

static void nothing_beyond_the_reach_counts(void **state) {
    (void)state;
    static double values[SIZE], other[SIZE];
    static const double orientations[] = {0, 33};
    for (size_t k = 0; k < 2; k++) {
        Blur blur = {1.3, 2.9, orientations[k]};
        long reach = (long)blur_reach(&blur), row = 15, column = 19;
        assert_true(reach >= 7 && reach < 15);
        fill(values);
        blur_array(&blur, values, HEIGHT, WIDTH, 0, other);
        double before = other[row * WIDTH + column];
        for (long i = 0; i < HEIGHT; i++)
            for (long j = 0; j < WIDTH; j++)
                if (labs(i - row) > reach || labs(j - column) > reach)
                    values[i * WIDTH + j] += 100;
        blur_array(&blur, values, HEIGHT, WIDTH, 0, other);
        assert_near(other[row * WIDTH + column], before, 1e-12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_are_elongated_gaussians),
        cmocka_unit_test(what_is_even_stays_even),
        cmocka_unit_test(nothing_beyond_the_reach_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
