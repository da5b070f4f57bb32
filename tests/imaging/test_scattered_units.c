// SPDX-License-Identifier: GPL-3.0-or-later
// Units at random places whose preferences are known: salt and pepper makes no map, a smooth map is
// one, and places where units crowd weigh no more than others.
#include "imaging/scattered_units.h"

#include "base/memory.h"
#include "base/random.h"
#include "imaging/unit_pairs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { WAVES = 9 };
static const double WAVELENGTH = 0.4;

// The preference of a map of plane waves at a place.
static double smooth_preference(double x, double y) {
    double real = 0, imaginary = 0;
    for (int k = 0; k < WAVES; k++) {
        double turn = M_PI * k / WAVES, sign = k % 2 ? -1 : 1,
               phase = sign * 2 * M_PI / WAVELENGTH * (x * cos(turn) + y * sin(turn)) + 2.4 * k * k;
        real += cos(phase);
        imaginary += sin(phase);
    }
    return 0.5 * atan2(imaginary, real);
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// n places in the unit square; `smooth`: of the map, with some noise; otherwise any preferences.
static ScatteredUnits units_at_random(size_t n, uint64_t seed, bool smooth) {
    ScatteredUnits units = {n, allocate(n, sizeof(double)), allocate(n, sizeof(double)),
                            allocate(n, sizeof(double))};
    RandomDraws draws = random_draws(random_stream(seed, "units"), 0);
    for (size_t i = 0; i < n; i++)
        units.x[i] = random_uniform(&draws);
    qsort(units.x, n, sizeof *units.x, by_value);
    for (size_t i = 0; i < n; i++) {
        units.y[i] = random_uniform(&draws);
        units.preference[i] =
            smooth ? smooth_preference(units.x[i], units.y[i]) + 0.1 * random_normal(&draws)
                   : M_PI * random_uniform(&draws);
        units.preference[i] -= M_PI * floor(units.preference[i] / M_PI);
    }
    return units;
}

static ScatteredSettings usual(size_t shuffles, uint64_t seed) {
    return (ScatteredSettings){(double)NAN, 1, M_PI / 8, shuffles, seed};
}

static ScatteredStatistics statistics_of(const ScatteredUnits *units,
                                         const ScatteredSettings *settings) {
    Error error = {0};
    ScatteredStatistics found = {0};
    if (!scattered_statistics_of(units, settings, "cells", &found, &error))
        fail_msg("%s", error.text);
    return found;
}

static void pairs_are_all_there_by_rising_distance(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(60, 5, false);
    UnitPairs pairs = unit_pairs_new(units.x, units.y, units.n, 7);
    size_t count = 0, within = 0;
    for (size_t i = 0; i < units.n; i++)
        for (size_t j = i + 1; j < units.n; j++) {
            double distance = hypot(units.x[i] - units.x[j], units.y[i] - units.y[j]);
            count += distance <= pairs.reach;
            within += distance <= 3 * pairs.reach / 7;
        }
    assert_int_equal(pairs.count, count);
    assert_int_equal(pairs.first[3], within);
    assert_int_equal(pairs.first[0], 0);
    assert_int_equal(pairs.first[7], count);
    for (size_t k = 1; k < count; k++)
        assert_true(pairs.pair[k].distance >= pairs.pair[k - 1].distance);
    unit_pairs_free(&pairs);
}

// Of 100 sets of units without structure, each test takes about 5 for a map.
static void salt_and_pepper_is_no_map(void **state) {
    (void)state;
    size_t near = 0, cluster = 0, order = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(120, seed, false);
        const ScatteredSettings settings = usual(59, seed);
        OWNED_BY(scattered_statistics_free)
        ScatteredStatistics found = statistics_of(&units, &settings);
        near += found.near.p <= 0.05;
        cluster += found.cluster.p <= 0.05;
        order += found.order.p <= 0.05;
        assert_near(found.near.shuffled, M_PI / 4, 0.05);
    }
    assert_in_range(near, 1, 12);
    assert_in_range(cluster, 0, 12);
    assert_in_range(order, 1, 12);
}

static void a_smooth_map_is_one(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(1500, 3, true);
    const ScatteredSettings settings = usual(99, 3);
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics found = statistics_of(&units, &settings);
    assert_near(found.near.p, 0.01, 1e-12);
    assert_near(found.cluster.p, 0.01, 1e-12);
    assert_near(found.order.p, 0.01, 1e-12);
    assert_true(found.near.value < 0.6 * found.near.shuffled);
    assert_true(found.bin[0].difference < found.bin[0].low);
    // Six neighbours of a unit: pi reach^2 times the density.
    assert_near(M_PI * found.reach * found.reach * 1500, 6, 0.5);
    // The pinwheels of the map itself, but for those at the rim.
    enum { SIDE = 120 };
    OWNED_BY(map_free_owned) ComplexMap *map = map_new(SIDE, SIDE, 1.0 / SIDE, false);
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        double preference = smooth_preference(((double)(i % SIDE) + 0.5) / SIDE,
                                              1 - ((double)(i / SIDE) + 0.5) / SIDE);
        map->real[i] = cos(2 * preference);
        map->imaginary[i] = sin(2 * preference);
    }
    OWNED_BY(pinwheels_free_owned) Pinwheels *truth = pinwheels_new(map);
    assert_true(truth->count >= 10);
    assert_near(found.count.value, (double)truth->count, 0.2 * (double)truth->count);
    assert_true(found.count.shuffled > 1.5 * found.count.value);
}

// Four times as many units on the left, all horizontal, and vertical ones on the right: both
// orientations have half of the area.
static void crowds_weigh_no_more(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(2000, 8, false);
    for (size_t i = 0; i < units.n; i++) {
        bool left = i < 1600;
        units.x[i] = left ? (double)i / 3200 : 0.5 + (double)(i - 1600) / 800;
        units.preference[i] = left ? 0 : M_PI / 2;
    }
    const ScatteredSettings settings = usual(1, 1);
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics found = statistics_of(&units, &settings);
    assert_near(found.plain_bias, 0.6, 1e-12);
    assert_near(found.bias, 0, 0.12);
}

// 2,000 units on a line, but for the last one: a unit has three near ones on either side, and
// for those at the ends the reach is one step more.
static void units_nearly_on_a_line_have_neighbours(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(2001, 4, false);
    for (size_t i = 0; i < units.n; i++) {
        units.x[i] = (double)i;
        units.y[i] = i == 1234 ? 1e-9 : 0;
    }
    const ScatteredSettings settings = usual(1, 1);
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics found = statistics_of(&units, &settings);
    assert_near(found.reach, 4, 1e-6);
}

// Eight units at each place of a square lattice with steps of 0.1.
static void units_that_share_places_have_neighbours_elsewhere(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(800, 4, false);
    for (size_t i = 0; i < units.n; i++) {
        units.x[i] = (double)(i / 80) / 10;
        units.y[i] = (double)(i % 10) / 10;
    }
    const ScatteredSettings settings = usual(1, 1);
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics found = statistics_of(&units, &settings);
    assert_near(found.reach, 0.1, 1e-12);
    for (size_t i = 0; i < units.n; i++)
        units.x[i] = units.y[i] = (double)(i / 400);
    Error error = {0};
    ScatteredStatistics none = {0};
    UnitPairs pairs = unit_pairs_new(units.x, units.y, units.n, 3);
    assert_int_equal(pairs.count, 400 * 399);
    unit_pairs_free(&pairs);
    assert_false(scattered_statistics_of(&units, &settings, "cells", &none, &error));
    assert_string_equal(error.text, "cells: no two units at different places are near each other");
    error_clear(&error);
}

static void one_unit_far_away_does_not_make_pairs_too_many(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(8000, 6, false);
    units.x[units.n - 1] = units.y[units.n - 1] = 1e4;
    UnitPairs pairs = unit_pairs_new(units.x, units.y, units.n, 5);
    assert_in_range(pairs.count, UNIT_PAIRS_MOST / 2, 4 * UNIT_PAIRS_MOST);
    assert_int_equal(pairs.first[5], pairs.count);
    assert_true(pairs.reach < 0.5);
    unit_pairs_free(&pairs);
    // More at one place than can be held.
    for (size_t i = 0; i < units.n - 1; i++)
        units.x[i] = units.y[i] = 0.3;
    pairs = unit_pairs_new(units.x, units.y, units.n, 5);
    assert_int_equal(pairs.count, 0);
    unit_pairs_free(&pairs);
}

// The reach that is found gives the same numbers where it is said; of a lattice, many pairs have
// it.
static void a_reach_that_is_said_is_that_which_is_found(void **state) {
    (void)state;
    OWNED_BY(scattered_units_free) ScatteredUnits units = units_at_random(400, 12, false);
    for (size_t i = 0; i < units.n; i++) {
        units.x[i] = (double)(i / 20);
        units.y[i] = (double)(i % 20);
    }
    ScatteredSettings settings = usual(19, 2);
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics found = statistics_of(&units, &settings);
    settings.reach = found.reach;
    OWNED_BY(scattered_statistics_free)
    ScatteredStatistics said = statistics_of(&units, &settings);
    assert_true(found.near.value == said.near.value);
    assert_true(found.cluster.value == said.cluster.value);
    Error error = {0};
    ScatteredStatistics none = {0};
    settings.reach = 14; // half the diagonal is 13.43
    assert_false(scattered_statistics_of(&units, &settings, "cells", &none, &error));
    assert_string_equal(error.text,
                        "cells: a reach of 14 is too large for its units; allowed: up to 13.43");
    error_clear(&error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_all_there_by_rising_distance),
        cmocka_unit_test(salt_and_pepper_is_no_map),
        cmocka_unit_test(a_smooth_map_is_one),
        cmocka_unit_test(crowds_weigh_no_more),
        cmocka_unit_test(units_nearly_on_a_line_have_neighbours),
        cmocka_unit_test(units_that_share_places_have_neighbours_elsewhere),
        cmocka_unit_test(one_unit_far_away_does_not_make_pairs_too_many),
        cmocka_unit_test(a_reach_that_is_said_is_that_which_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
