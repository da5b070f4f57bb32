// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/pinwheels.h"
#include "orientation/orientation_statistics.h"

#include <gsl/gsl_errno.h>
#include <math.h>

// z = x + i y on the page, with y up, is positive: the preference increases counter-clockwise.
static void test_one_pinwheel(void **state) {
    (void)state;
    static const struct {
        double column, row;
        int sign;
    } cases[] = {{7.385, 4.217, 1}, {2.941, 9.602, -1}, {0.113, 0.871, 1}, {15.902, 11.048, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ComplexMap *map = synthetic_pinwheel(13, 18, cases[i].column, cases[i].row, cases[i].sign);
        Pinwheels *pinwheels = pinwheels_new(map);
        assert_int_equal(pinwheels->count, 1);
        assert_int_equal(pinwheels->plaquettes, 12 * 17);
        assert_int_equal(pinwheels->list[0].sign, cases[i].sign);
        assert_int_equal(pinwheels->positive, cases[i].sign > 0);
        assert_near(pinwheels->list[0].column, cases[i].column, 1e-9);
        assert_near(pinwheels->list[0].row, cases[i].row, 1e-9);
        assert_int_equal(pinwheels_contour_count(map), 1);
        pinwheels_free(pinwheels);
        map_free(map);
    }
}

// Preferences that stand like the spokes of a wheel, from their definition: theta = azimuth / 2, y
// up.
static void test_sign_from_angles(void **state) {
    (void)state;
    enum { SIDE = 11 };
    double preference[SIDE * SIDE];
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double x = (double)(i % SIDE) - 4.7, y = 5.3 - (double)(i / SIDE);
        preference[i] = 0.5 * atan2(y, x);
    }
    ComplexMap *map = map_new(SIDE, SIDE, 1.0, false);
    map_set_angles(map, preference, NULL);
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_int_equal(pinwheels->count, 1);
    assert_int_equal(pinwheels->list[0].sign, 1);
    assert_near(map_preference(map, 0, 5), 0.5 * atan2(5.3, 0.3), 1e-12);
    pinwheels_free(pinwheels);
    map_free(map);
}

// A bilinear z with a twist has its zero where it was put.
static void test_position_of_twisted_zero(void **state) {
    (void)state;
    double u = 0.283, v = 0.674;
    ComplexMap *map = map_new(2, 2, 1.0, false);
    for (size_t i = 0; i < 4; i++) {
        double x = (double)(i % 2), y = (double)(i / 2);
        map->real[i] = 1.3 * (x - u) + 0.4 * (y - v) + 0.21 * (x * y - u * v);
        map->imaginary[i] = -0.3 * (x - u) + 0.9 * (y - v) - 0.37 * (x * y - u * v);
    }
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_int_equal(pinwheels->count, 1);
    assert_int_equal(pinwheels->list[0].sign, -1);
    assert_near(pinwheels->list[0].column, u, 1e-12);
    assert_near(pinwheels->list[0].row, v, 1e-12);
    pinwheels_free(pinwheels);
    map_free(map);
}

static void test_crystal(void **state) {
    (void)state;
    enum { SIDE = 114, CYCLES = 7 };
    ComplexMap *map = synthetic_crystal(SIDE, CYCLES);
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_int_equal(pinwheels->count, 4 * CYCLES * CYCLES);
    assert_int_equal(pinwheels->positive, 2 * CYCLES * CYCLES);
    assert_int_equal(pinwheels->negative, 2 * CYCLES * CYCLES);
    assert_int_equal(pinwheels->plaquettes, SIDE * SIDE);
    assert_near(pinwheels_density(pinwheels, (double)SIDE / CYCLES), 4.0, 1e-12);
    assert_int_equal(pinwheels_contour_count(map), 4 * CYCLES * CYCLES);
    // Zeros lie where k x + 0.731 and k y + 1.193 are odd multiples of pi / 2.
    double k = 2.0 * M_PI * CYCLES / SIDE;
    for (size_t i = 0; i < pinwheels->count; i++) {
        const Pinwheel *p = &pinwheels->list[i];
        assert_true(p->column >= 0.0 && p->column < SIDE && p->row >= 0.0 && p->row < SIDE);
        assert_near(cos(k * p->column + 0.731), 0.0, 0.02);
        assert_near(cos(k * p->row + 1.193), 0.0, 0.02);
    }
    assert_true(isnan(pinwheels_density(pinwheels, (double)NAN)));
    pinwheels_free(pinwheels);
    map_free(map);
}

// On a torus the signs balance, whatever the map: noise, turns of exactly half a circle, zeros.
static void test_balance_on_torus(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        ComplexMap *map = map_new(23, 38, 1.0, true);
        synthetic_add_noise(map, 1.0, seed);
        if (seed % 2 == 1) {
            for (size_t i = 0; i < 23 * 38; i++) {
                map->real[i] = round(map->real[i]);
                map->imaginary[i] = round(map->imaginary[i]);
            }
        }
        Pinwheels *pinwheels = pinwheels_new(map);
        assert_true(pinwheels->count > 0);
        assert_int_equal(pinwheels->positive, pinwheels->negative);
        assert_int_equal(pinwheels->count, pinwheels->positive + pinwheels->negative);
        pinwheels_free(pinwheels);
        map_free(map);
    }
}

// A third of the plaquettes of independent random orientations carry a pinwheel.
static void test_random_orientations(void **state) {
    (void)state;
    ComplexMap *map = map_new(210, 210, 1.0, true);
    synthetic_add_noise(map, 1.0, 17);
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_near((double)pinwheels->count / (210.0 * 210.0), 1.0 / 3.0, 0.01);
    pinwheels_free(pinwheels);
    map_free(map);
}

// Where Re z has a saddle whose middle is positive, its contours cut off the two negative corners,
// and the line Im z = 0 through these corners crosses both: a pair in one plaquette.
static void test_contours_of_saddle(void **state) {
    (void)state;
    ComplexMap *map = map_new(2, 2, 1.0, false);
    for (size_t i = 0; i < 4; i++) {
        map->real[i] = i == 0 || i == 3 ? 3.0 : -1.0;
        map->imaginary[i] = (double)(i % 2) + (double)(i / 2) - 1.02;
    }
    assert_int_equal(pinwheels_contour_count(map), 2);
    for (size_t i = 0; i < 4; i++)
        map->real[i] = -map->real[i];
    assert_int_equal(pinwheels_contour_count(map), 2);
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_int_equal(pinwheels->count, 0);
    pinwheels_free(pinwheels);
    map_free(map);
}

static void test_missing_samples(void **state) {
    (void)state;
    ComplexMap *map = synthetic_pinwheel(13, 18, 7.385, 4.217, 1);
    map->real[4 * 18 + 7] = (double)NAN;
    map->imaginary[11 * 18 + 2] = (double)INFINITY;
    Pinwheels *pinwheels = pinwheels_new(map);
    assert_int_equal(pinwheels->count, 0);
    assert_int_equal(pinwheels->plaquettes, 12 * 17 - 8);
    pinwheels_free(pinwheels);
    map_free(map);
}

// Expected number of zeros of a circular complex Gaussian field: area <k^2> / (4 pi).
static void check_ring_counts(const SyntheticRing *ring) {
    enum { SEEDS = 40 };
    double mean, mean_square, sum = 0.0, square = 0.0;
    synthetic_ring_moments(ring, &mean, &mean_square);
    double wavelength = (double)ring->side / mean;
    double expected = map_quality_random_density(mean_square / (mean * mean) - 1.0);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = synthetic_ring(ring, seed);
        Pinwheels *pinwheels = pinwheels_new(map);
        double density = pinwheels_density(pinwheels, wavelength);
        assert_int_equal(pinwheels->positive, pinwheels->negative);
        double contours = (double)pinwheels_contour_count(map);
        assert_near(contours, (double)pinwheels->count, 0.02 * contours + 2.0);
        sum += density;
        square += density * density;
        pinwheels_free(pinwheels);
        map_free(map);
    }
    double average = sum / SEEDS;
    double deviation = sqrt((square / SEEDS - average * average) * SEEDS / (SEEDS - 1));
    assert_near(average, expected, 3.0 * deviation / sqrt(SEEDS));
    assert_true(deviation / sqrt(SEEDS) < 0.01 * expected);
}

static void test_narrow_rings(void **state) {
    (void)state;
    check_ring_counts(&(SyntheticRing){192, 11.7, 0.4, 8.0, 15.0});
}

static void test_broad_rings(void **state) {
    (void)state;
    check_ring_counts(&(SyntheticRing){192, 9.3, 2.6, 4.9, 17.0});
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_pinwheel),
        cmocka_unit_test(test_sign_from_angles),
        cmocka_unit_test(test_position_of_twisted_zero),
        cmocka_unit_test(test_crystal),
        cmocka_unit_test(test_balance_on_torus),
        cmocka_unit_test(test_random_orientations),
        cmocka_unit_test(test_contours_of_saddle),
        cmocka_unit_test(test_missing_samples),
        cmocka_unit_test(test_narrow_rings),
        cmocka_unit_test(test_broad_rings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
