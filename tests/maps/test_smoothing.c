// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/smoothing.h"

#include <math.h>
#include <string.h>

// A wave is damped by exp(-k^2 sigma^2 / 2); the tails beyond 4 sigma that are cut off hold 6.3e-5
// of the Gaussian along each axis.
static void waves_are_damped_as_by_a_gaussian(void **state) {
    (void)state;
    static const double sigmas[] = {0.7, 1.0, 2.385};
    for (size_t s = 0; s < 3; s++) {
        ScalarMap *map = synthetic_periodic_stripes(72, 4, -3, 0.731);
        ScalarMap *smoothed = smoothing_of(map, sigmas[s]);
        double k = 2.0 * M_PI * 5.0 / 72.0, damped = exp(-0.5 * pow(k * sigmas[s], 2));
        for (size_t i = 0; i < 72 * 72; i++)
            assert_near(smoothed->value[i], damped * map->value[i], 1.5e-4);
        map_free(smoothed);
        map_free(map);
    }
}

// Nothing leaks in from beyond open edges or out of holes; both planes of a field go together.
static void what_is_missing_has_no_part(void **state) {
    (void)state;
    enum { SIDE = 31 };
    ComplexMap *map = map_new(SIDE, SIDE + 6, 0.1, false);
    size_t n = SIDE * (SIDE + 6);
    for (size_t i = 0; i < n; i++) {
        map->real[i] = 0.313;
        map->imaginary[i] = -1.7;
    }
    for (size_t i = 5; i < n; i += 7)
        *(i % 2 ? &map->real[i] : &map->imaginary[i]) = (double)NAN;
    ComplexMap *smoothed = smoothing_of(map, 1.9);
    for (size_t i = 0; i < n; i++) {
        bool hole = i >= 5 && i % 7 == 5;
        assert_int_equal(isfinite(smoothed->real[i]), !hole);
        assert_int_equal(isfinite(smoothed->imaginary[i]), !hole);
        if (!hole) {
            assert_near(smoothed->real[i], 0.313, 1e-14);
            assert_near(smoothed->imaginary[i], -1.7, 1e-14);
        }
    }
    assert_near(smoothed->spacing, 0.1, 0.0);
    map_free(smoothed);
    map_free(map);
}

// A spike in a corner spreads round a torus, and on an open map does not.
static void only_a_torus_wraps(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        ScalarMap *map = map_new_scalar(20, 23, 1.0, periodic);
        map->value[0] = 1.0;
        ScalarMap *smoothed = smoothing_of(map, 1.3), *same = smoothing_of(map, 0.0);
        double far = smoothed->value[20 * 23 - 1];
        if (periodic)
            assert_near(far, exp(-1.0 / (1.3 * 1.3)) / (2.0 * M_PI * 1.3 * 1.3), 1e-4);
        else
            assert_near(far, 0.0, 0.0);
        for (size_t i = 0; i < 20 * 23; i++)
            assert_near(same->value[i], map->value[i], 0.0);
        map_free(same);
        map_free(smoothed);
        map_free(map);
    }
}

// One pass along each line in turn, each sum from the first sample to the last.
static void smooth_lines(double *plane, size_t lines, size_t step, size_t n, size_t stride,
                         bool periodic, const double *kernel, long reach) {
    double line[128];
    for (size_t k = 0; k < lines; k++) {
        for (long i = 0; i < (long)n; i++) {
            line[i] = 0;
            for (long d = -reach; d <= reach; d++) {
                long from = periodic ? (i + d + (long)n) % (long)n : i + d;
                if (from >= 0 && from < (long)n)
                    line[i] += kernel[reach + d] * plane[k * step + (size_t)from * stride];
            }
        }
        for (size_t i = 0; i < n; i++)
            plane[k * step + i * stride] = line[i];
    }
}

// A plane that threads share has the bits of sums over one line after the other.
static void large_planes_have_the_same_bits(void **state) {
    (void)state;
    enum { HEIGHT = 127, WIDTH = 83 };
    size_t reach = smoothing_reach(2.385);
    double kernel[64], scratch[HEIGHT * WIDTH];
    smoothing_kernel(2.385, kernel);
    for (int periodic = 0; periodic < 2; periodic++) {
        ComplexMap *map = map_new(HEIGHT, WIDTH, 1.0, periodic);
        synthetic_add_noise(map, 0.731, 5);
        memcpy(map->imaginary, map->real, sizeof scratch);
        smoothing_plane(map->real, HEIGHT, WIDTH, periodic, kernel, reach, scratch);
        smooth_lines(map->imaginary, HEIGHT, WIDTH, WIDTH, 1, periodic, kernel, (long)reach);
        smooth_lines(map->imaginary, WIDTH, 1, HEIGHT, WIDTH, periodic, kernel, (long)reach);
        assert_memory_equal(map->real, map->imaginary, sizeof scratch);
        map_free(map);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(waves_are_damped_as_by_a_gaussian),
                                       cmocka_unit_test(what_is_missing_has_no_part),
                                       cmocka_unit_test(only_a_torus_wraps),
                                       cmocka_unit_test(large_planes_have_the_same_bits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
