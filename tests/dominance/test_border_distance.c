// SPDX-License-Identifier: GPL-3.0-or-later
// Distances to borders of known shape, and of pinwheels to borders that have to do with them or
// not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "dominance/border_distance.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"

#include <math.h>

// f = r^2 - R^2: linear interpolation puts the border off by up to 1/8 f'' / |f'| = 1 / 8R, and a
// chord of up to sqrt 2 lies up to 1 / 4R inside its arc.
static void circles_are_as_far_as_their_radius_says(void **state) {
    (void)state;
    enum { SIDE = 71 };
    const double column = 33.4, row = 37.8, radius = 21.3;
    ScalarMap *index = map_new_scalar(SIDE, SIDE, 1.0, false);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double x = (double)(i % SIDE) - column, y = (double)(i / SIDE) - row;
        index->value[i] = x * x + y * y - radius * radius;
    }
    Contour border = contour_new(index);
    RandomDraws draws = random_draws(random_stream(5, "test/places"), 0);
    for (size_t k = 0; k < 500; k++) {
        double x = random_between(&draws, 0, SIDE - 1), y = random_between(&draws, 0, SIDE - 1);
        assert_near(border_distance_at(&border, x, y), fabs(hypot(x - column, y - row) - radius),
                    3.0 / 8.0 / radius);
    }
    contour_free(&border);
    map_free(index);
}

// Stripes of period P, whose zeros are found to within k^2 / 8 / k of a sample, k = 2 pi / P. The
// mean over all places is P / 8.
static void stripes_go_round_the_torus(void **state) {
    (void)state;
    enum { SIDE = 84 };
    const int across = 3, up = -4; // |k| = 5 cycles
    const double period = SIDE / 5.0, phase = 0.9, bend = 2.0 * M_PI / period / 8.0;
    ScalarMap *index = synthetic_periodic_stripes(SIDE, across, up, phase);
    Contour border = contour_new(index);
    RandomDraws draws = random_draws(random_stream(6, "test/places"), 0);
    for (size_t k = 0; k < 500; k++) {
        double x = random_between(&draws, 0, SIDE), y = random_between(&draws, 0, SIDE);
        double turns = (across * x - up * y) / SIDE - phase / (2.0 * M_PI); // rows go down
        double distance = fabs(remainder(turns - 0.25, 0.5)) * period;
        assert_near(border_distance_at(&border, x, y), distance, bend);
    }
    assert_near(border_distance_everywhere(&border, index), period / 8.0, bend);
    contour_free(&border);
    map_free(index);
}

// A single short border, seen from everywhere: rows are looked through until the nearest is found.
static void far_borders_are_found(void **state) {
    (void)state;
    enum { SIDE = 40 };
    const size_t row = 31, column = 36;
    for (int periodic = 0; periodic < 2; periodic++) {
        ScalarMap *index = map_new_scalar(SIDE, SIDE, 1.0, periodic);
        for (size_t i = 0; i < SIDE * SIDE; i++)
            index->value[i] = i == row * SIDE + column ? -1.0 : 1.0;
        Contour border = contour_new(index); // a diamond of half diagonal 1/2
        for (size_t i = 0; i < SIDE * SIDE; i++) {
            double x = fabs((double)(i % SIDE) - (double)column),
                   y = fabs((double)(i / SIDE) - (double)row);
            if (periodic) {
                x = fmin(x, SIDE - x);
                y = fmin(y, SIDE - y);
            }
            // To a diamond's side from beyond it, or to its corner.
            bool beyond = fabs(x - y) > 0.5;
            double to_side = (x + y - 0.5) / M_SQRT2;
            double expected = x + y < 0.5 ? 0.5 / M_SQRT2
                              : beyond    ? hypot(fmax(x, y) - 0.5, fmin(x, y))
                                          : to_side;
            assert_near(border_distance_at(&border, (double)(i % SIDE), (double)(i / SIDE)),
                        expected, 1e-12);
        }
        contour_free(&border);
        for (size_t i = 0; i < SIDE * SIDE; i++)
            index->value[i] = 1.0;
        border = contour_new(index);
        assert_true(isnan(border_distance_at(&border, 3.0, 4.0)));
        contour_free(&border);
        map_free(index);
    }
}

enum { SEEDS = 20, SHIFTS = 99, SIDE = 80, PART = 61 };

// A random orientation map with ocular dominance that has nothing to do with it, or is made of |z|:
// median - |z| has pinwheels in the middles of its columns, |z| - 0.3 near its borders.
typedef enum { UNRELATED, IN_THE_MIDDLE, AT_BORDERS } Relation;

// Also gives the mean distance of pinwheels, and, if asked for, of all places.
static ShiftTest test_of(uint64_t seed, bool periodic, Relation relation, double *value,
                         double *everywhere) {
    const SyntheticRing ring = {SIDE, 7.0, 0.8, 4.0, 10.0}, other = {SIDE, 5.0, 0.8, 2.0, 8.0};
    ComplexMap *z = synthetic_ring(&ring, 2 * seed), *second = synthetic_ring(&other, 2 * seed + 1);
    ScalarMap *index = synthetic_real_part(second);
    for (size_t i = 0; relation != UNRELATED && i < SIDE * SIDE; i++) {
        double size = hypot(z->real[i], z->imaginary[i]);
        index->value[i] = relation == IN_THE_MIDDLE ? sqrt(log(2.0)) - size : size - 0.3;
    }
    if (!periodic) {
        ComplexMap *whole = z;
        ScalarMap *whole_index = index;
        z = map_crop(whole, 3, 11, PART, PART);
        index = map_crop(whole_index, 3, 11, PART, PART);
        map_free(whole);
        map_free(whole_index);
    }
    Pinwheels *pinwheels = pinwheels_new(z);
    Contour border = contour_new(index);
    size_t side = periodic ? SIDE : PART - 1;
    TorusShift none = torus_shift_none(side, side);
    double shifted[SHIFTS];
    for (uint64_t k = 0; k < SHIFTS; k++) {
        RandomDraws draws = random_draws(random_stream(seed, "test/shifts"), k);
        TorusShift shift = torus_shift_draw(&draws, side, side);
        shifted[k] = border_distance_of_pinwheels(&border, index, pinwheels, &shift);
    }
    *value = border_distance_of_pinwheels(&border, index, pinwheels, &none);
    if (everywhere)
        *everywhere = border_distance_everywhere(&border, index);
    contour_free(&border);
    pinwheels_free(pinwheels);
    map_free(index);
    map_free(second);
    map_free(z);
    return shift_test(*value, shifted, SHIFTS);
}

// Means over seeds to four standard errors; p is uniform for unrelated maps, so that its mean has
// the standard error 1 / sqrt(12 SEEDS), and the shifted mean is that over all places.
static void pinwheels_are_compared_with_chance(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        double p = 0.0, ratio = 0.0, squares = 0.0;
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            double value, everywhere;
            ShiftTest test = test_of(seed, periodic, UNRELATED, &value, &everywhere);
            p += test.p / SEEDS;
            ratio += (test.mean / everywhere - 1.0) / SEEDS;
            squares += pow(test.deviation / everywhere, 2) / SHIFTS / SEEDS;
            test = test_of(seed, periodic, IN_THE_MIDDLE, &value, NULL);
            assert_near(test.p, 1.0 / (SHIFTS + 1), 1e-12);
            assert_true(value > 1.2 * test.mean);
            test = test_of(seed, periodic, AT_BORDERS, &value, NULL);
            assert_true(test.p > 0.95);
            assert_true(value < 0.8 * test.mean);
        }
        assert_near(p, 0.5, 4.0 / sqrt(12.0 * SEEDS));
        assert_near(ratio, 0.0, 4.0 * sqrt(squares / SEEDS));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(circles_are_as_far_as_their_radius_says),
                                       cmocka_unit_test(stripes_go_round_the_torus),
                                       cmocka_unit_test(far_borders_are_found),
                                       cmocka_unit_test(pinwheels_are_compared_with_chance)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
