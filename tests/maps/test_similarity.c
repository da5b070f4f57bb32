// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/similarity.h"

#include <math.h>

enum { HEIGHT = 84, WIDTH = 91 };

static ComplexMap *noise(uint64_t seed) {
    ComplexMap *map = map_new(HEIGHT, WIDTH, 1.0, false);
    synthetic_add_noise(map, 1.0, seed);
    return map;
}

// The map with all preferences turned by an angle and |z| scaled.
static ComplexMap *turned(const ComplexMap *map, double angle, double scale) {
    ComplexMap *copy = map_new(map->height, map->width, 1.0, false);
    double c = scale * cos(2.0 * angle), s = scale * sin(2.0 * angle);
    for (size_t i = 0; i < map->height * map->width; i++) {
        copy->real[i] = c * map->real[i] - s * map->imaginary[i];
        copy->imaginary[i] = s * map->real[i] + c * map->imaginary[i];
    }
    return copy;
}

static void check_turn(double angle, double stability) {
    ComplexMap *map = noise(7), *other = turned(map, angle, 2.385);
    double rotation;
    assert_near(similarity_stability(map, other), stability, 1e-12);
    assert_near(similarity_stability(other, map), stability, 1e-12);
    assert_near(similarity_correlation(map, other, &rotation), 1.0, 1e-12);
    assert_near(sin(rotation - angle), 0.0, 1e-12);
    map_free(other);
    map_free(map);
}

static void test_turned_maps(void **state) {
    (void)state;
    check_turn(0.0, 1.0);
    check_turn(0.3, 1.0 - 4.0 * 0.3 / M_PI);
    check_turn(-0.71, 1.0 - 4.0 * 0.71 / M_PI);
    check_turn(0.5 * M_PI, -1.0);
    check_turn(M_PI - 0.4, 1.0 - 4.0 * 0.4 / M_PI);
}

// Of n independent samples the index has mean 0 and deviation 1 / sqrt(3 n), the correlation about
// 1 / sqrt(n).
static void test_unrelated_maps(void **state) {
    (void)state;
    double n = (double)HEIGHT * WIDTH;
    ComplexMap *a = noise(1), *b = noise(2);
    assert_near(similarity_stability(a, b), 0.0, 3.5 / sqrt(3.0 * n));
    assert_true(similarity_correlation(a, b, NULL) < 3.5 / sqrt(n));
    map_free(a);
    map_free(b);
}

// Half the samples alike, half turned by a right angle: the index is blind to selectivity, the
// correlation is not.
static void test_weights(void **state) {
    (void)state;
    ComplexMap *a = map_new(6, 8, 1.0, false), *b = map_new(6, 8, 1.0, false);
    for (size_t i = 0; i < 48; i++) {
        a->real[i] = i % 2 == 0 ? 3.0 : 1.0;
        b->real[i] = i % 2 == 0 ? 3.0 : -1.0;
    }
    assert_near(similarity_stability(a, b), 0.0, 1e-12);
    assert_near(similarity_correlation(a, b, NULL), 0.8, 1e-12);
    map_free(a);
    map_free(b);
}

static void test_missing_samples(void **state) {
    (void)state;
    ComplexMap *a = noise(3), *b = turned(a, 0.2, 1.0);
    for (size_t i = 0; i < HEIGHT * WIDTH; i += 5)
        a->real[i] = (double)NAN;
    for (size_t i = 0; i < HEIGHT * WIDTH; i += 7)
        b->real[i] = b->imaginary[i] = 0.0;
    assert_near(similarity_stability(a, b), 1.0 - 0.8 / M_PI, 1e-12);
    assert_near(similarity_correlation(a, b, NULL), 1.0, 1e-12);
    ComplexMap *empty = map_new(HEIGHT, WIDTH, 1.0, false);
    double rotation;
    assert_true(isnan(similarity_stability(a, empty)));
    assert_true(isnan(similarity_correlation(a, empty, &rotation)) && isnan(rotation));
    map_free(empty);
    map_free(a);
    map_free(b);
}

static void test_scalars(void **state) {
    (void)state;
    const double a[] = {0.3, (double)NAN, 1.1, -0.7, 0.2, 0.9},
                 b[] = {-0.6, 0.4, -2.2, 1.4, (double)NAN, -1.8}, c[] = {0, 0, 1, 1, 0, 0};
    assert_near(similarity_of_scalars(a, a, 6), 1.0, 1e-15);
    assert_near(similarity_of_scalars(a, b, 6), -1.0, 1e-15); // b = -2 a
    // a: deviations -0.06, 0.74, -1.06, -0.16, 0.54 from 0.36; c: of two fifths.
    double product = 0.74 - 1.06, squares = 0.0036 + 0.5476 + 1.1236 + 0.0256 + 0.2916;
    assert_near(similarity_of_scalars(a, c, 6), product / sqrt(squares * 1.2), 1e-15);
    assert_true(isnan(similarity_of_scalars(c, c, 2)));
    ComplexMap *x = noise(5), *y = noise(6);
    double n = (double)HEIGHT * WIDTH;
    assert_near(similarity_of_scalars(x->real, y->real, HEIGHT * WIDTH), 0.0, 3.5 / sqrt(n));
    map_free(y);
    map_free(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turned_maps), cmocka_unit_test(test_unrelated_maps),
        cmocka_unit_test(test_weights),     cmocka_unit_test(test_missing_samples),
        cmocka_unit_test(test_scalars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
