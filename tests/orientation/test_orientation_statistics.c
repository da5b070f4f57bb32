// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/map.h"
#include "orientation/orientation_statistics.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static void test_quality(void **state) {
    (void)state;
    static const double known[][2] = {{1.0, 0.690}, {2.0, 0.932},  {4.0, 0.975},  {5.917, 0.819},
                                      {6.0, 0.810}, {10.0, 0.440}, {12.0, 0.306}, {20.0, 0.060}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_near(map_quality(known[i][0]), known[i][1], 0.0006);
    assert_near(map_quality(30.0), 0.0065, 0.00006);
    assert_near(map_quality(M_PI), 1.0, 1e-15);
    assert_near(map_quality(0.0), 0.0, 0.0);
    assert_true(isnan(map_quality(-0.1)) && isnan(map_quality((double)NAN)));
    assert_near(map_quality_random_density(0.0731), 1.0731 * M_PI, 1e-14);
}

static void test_crops_and_angles(void **state) {
    (void)state;
    enum { HEIGHT = 9, WIDTH = 14 };
    double preference[HEIGHT * WIDTH], selectivity[HEIGHT * WIDTH];
    for (size_t i = 0; i < HEIGHT * WIDTH; i++) {
        preference[i] = fmod(0.37 + 0.211 * (double)i, M_PI);
        selectivity[i] = 0.1 + 0.003 * (double)i;
    }
    ComplexMap *map = map_new(HEIGHT, WIDTH, 0.0213, true);
    map_set_angles(map, preference, selectivity);
    ComplexMap *central = map_crop(map, 2, 4, 4, 6),
               *inner = map_crop(map, 2, 2, HEIGHT - 4, WIDTH - 4);
    assert_int_equal(central->height, 4);
    assert_int_equal(inner->width, 10);
    assert_false(inner->periodic);
    assert_near(inner->spacing, 0.0213, 0.0);
    assert_near(map_preference(central, 1, 3), preference[3 * WIDTH + 7], 1e-12);
    assert_near(map_preference(inner, 4, 9), preference[6 * WIDTH + 11], 1e-12);
    assert_near(hypot(inner->real[0], inner->imaginary[0]), selectivity[2 * WIDTH + 2], 1e-12);
    map->real[5] = map->imaginary[5] = 0.0;
    assert_true(isnan(map_preference(map, 0, 5)));
    map->real[5] = 1.0;
    map->imaginary[5] = -1e-300;
    assert_true(map_preference(map, 0, 5) >= 0.0 && map_preference(map, 0, 5) < M_PI);
    map_free(inner);
    map_free(central);
    map_free(map);
}

// Preferences all even, with an excess of one orientation, and of two at right angles.
static void test_bias(void **state) {
    (void)state;
    enum { SIDE = 60 };
    double preference[SIDE * SIDE];
    OrientationStatistics found;
    ComplexMap *map = map_new(SIDE, SIDE, 1.0, false);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        preference[i] = M_PI * ((double)i + 0.5) / (SIDE * SIDE);
    map_set_angles(map, preference, NULL);
    orientation_statistics(map, NULL, &found);
    assert_near(found.bias, 0.0, 1e-12);
    assert_near(found.fourfold_bias, 0.0, 1e-12);
    assert_near(found.samples_without_preference, 0.0, 0.0);

    for (size_t i = 0; i < SIDE * SIDE / 4; i++)
        preference[i * 4] = 2.385;
    map_set_angles(map, preference, NULL);
    orientation_statistics(map, NULL, &found);
    assert_near(found.bias, 0.25, 1e-3);
    assert_near(found.fourfold_bias, 0.25, 1e-3);

    for (size_t i = 0; i < SIDE * SIDE / 4; i++)
        preference[i * 4] = i % 2 == 0 ? 0.0 : 0.5 * M_PI;
    map_set_angles(map, preference, NULL);
    orientation_statistics(map, NULL, &found);
    assert_near(found.bias, 0.0, 1e-3);
    assert_near(found.fourfold_bias, 0.25, 1e-3);
    assert_near(found.cardinal_bias, 0.25, 1e-3);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        preference[i] += 0.25 * M_PI;
    map_set_angles(map, preference, NULL);
    orientation_statistics(map, NULL, &found);
    assert_near(found.cardinal_bias, -0.25, 1e-3);

    for (size_t i = 0; i < SIDE * SIDE; i++)
        map->real[i] = map->imaginary[i] = 0.0;
    orientation_statistics(map, NULL, &found);
    assert_true(isnan(found.bias));
    assert_near(found.samples_without_preference, SIDE * SIDE, 0.0);
    map_free(map);
}

static void test_crystal(void **state) {
    (void)state;
    enum { SIDE = 126, CYCLES = 9 };
    ComplexMap *map = synthetic_crystal(SIDE, CYCLES);
    map->spacing = 0.0131;
    double *selectivity = allocate(SIDE * SIDE, sizeof *selectivity);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        selectivity[i] = i % 3 == 0 ? (double)NAN : 0.2 + 0.3 * (double)(i % 3);
    OrientationStatistics statistics;
    orientation_statistics(map, selectivity, &statistics);
    assert_true(statistics.columns.ring);
    assert_near(statistics.columns.mean_wavenumber, 14.0, 1e-9);
    assert_near(statistics.columns.peak_fit, 14.0, 0.01);
    assert_near(statistics.columns.mean_wavenumber_sheet, 14.0 * 0.0131, 1e-9);
    assert_near(statistics.hypercolumns_mean_wavenumber, 81.0, 1e-6);
    assert_near(statistics.pinwheels, 324.0, 0.0);
    assert_near(statistics.pinwheels_positive, 162.0, 0.0);
    assert_near(statistics.pinwheels_negative, 162.0, 0.0);
    assert_near(statistics.pinwheels_contour, 324.0, 0.0);
    assert_near(statistics.density_mean_wavenumber, 4.0, 1e-9);
    assert_near(statistics.density, 4.0, 0.01);
    assert_near(statistics.density_random, M_PI, 1e-9);
    assert_near(statistics.quality, 0.975, 0.001);
    assert_near(statistics.selectivity, 0.65, 1e-3);
    assert_near(statistics.pinwheels_smoothed, 324.0, 0.0);
    assert_near(statistics.density_smoothed, statistics.density, 0.0);
    assert_near(statistics.pinwheels_ratio, 1.0, 0.0);
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 0);
    release(selectivity);
    map_free(map);
}

// Independent orientations: a third of all plaquettes has a pinwheel. Smoothed, the field has the
// power exp(-k^2 sigma^2), <k^2> = 1 / sigma^2 and <k^2> / (4 pi) zeros per area, of which a grid
// as coarse as sigma misses a few close pairs.
static void test_smoothed_noise(void **state) {
    (void)state;
    enum { SIDE = 150 };
    ComplexMap *map = map_new(SIDE, SIDE, 1.0, true);
    synthetic_add_noise(map, 1.0, 12);
    OrientationStatistics statistics;
    orientation_statistics(map, NULL, &statistics);
    double raw = SIDE * SIDE / 3.0, smooth = SIDE * SIDE / (4.0 * M_PI);
    assert_near(statistics.pinwheels, raw, 4.0 * sqrt(raw));
    assert_near(statistics.pinwheels_smoothed, smooth, 4.0 * sqrt(smooth) + 0.03 * smooth);
    assert_near(statistics.pinwheels_ratio, statistics.pinwheels / statistics.pinwheels_smoothed,
                1e-12);
    map_free(map);
}

// The density with each map's own wavelength agrees with pi (1 + variation), and with the map's own
// estimate of it.
static void check_rings(const SyntheticRing *ring) {
    enum { SEEDS = 30 };
    double mean, mean_square, sum = 0.0, square = 0.0, random_sum = 0.0;
    synthetic_ring_moments(ring, &mean, &mean_square);
    double expected = M_PI * mean_square / (mean * mean);
    for (uint64_t seed = 100; seed < 100 + SEEDS; seed++) {
        ComplexMap *map = synthetic_ring(ring, seed);
        OrientationStatistics statistics;
        orientation_statistics(map, NULL, &statistics);
        assert_true(statistics.columns.ring);
        sum += statistics.density_mean_wavenumber;
        square += statistics.density_mean_wavenumber * statistics.density_mean_wavenumber;
        random_sum += statistics.density_random;
        map_free(map);
    }
    double average = sum / SEEDS;
    double error = sqrt((square / SEEDS - average * average) / (SEEDS - 1));
    assert_near(average, expected, 3.0 * error);
    assert_near(random_sum / SEEDS, expected, 0.01 * expected);
    assert_true(error < 0.01 * expected);
}

static void test_random_rings(void **state) {
    (void)state;
    check_rings(&(SyntheticRing){192, 11.7, 0.4, 9.0, 14.0});
    check_rings(&(SyntheticRing){192, 10.1, 2.1, 6.0, 16.0});
}

static const Statistic *row_named(const Statistic *rows, const char *name) {
    for (size_t i = 0; i < ORIENTATION_STATISTICS_ROWS; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    fail_msg("no row %s", name);
    return NULL;
}

static void test_rows(void **state) {
    (void)state;
    SyntheticRing ring = {128, 8.4, 1.1, 5.0, 14.0};
    ComplexMap *map = synthetic_ring(&ring, 23);
    OrientationStatistics statistics;
    Statistic rows[ORIENTATION_STATISTICS_ROWS];
    map->spacing = (double)NAN;
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    for (size_t i = 0; i < ORIENTATION_STATISTICS_ROWS; i++) {
        assert_true(rows[i].name && rows[i].unit && rows[i].definition);
        assert_true(isnan(rows[i].value) == (rows[i].undefined != NULL));
        assert_ptr_equal(row_named(rows, rows[i].name), &rows[i]);
    }
    assert_near(row_named(rows, "pinwheels.density")->value, statistics.density, 0.0);
    assert_near(row_named(rows, "wavelength.peak_fit")->value, statistics.columns.peak_fit, 0.0);
    assert_near(row_named(rows, "quality")->value, statistics.quality, 0.0);
    assert_true(isnan(row_named(rows, "wavelength.peak_fit_sheet")->value));
    assert_true(isnan(row_named(rows, "selectivity.mean")->value));
    assert_true(isnan(row_named(rows, "pinwheels.spacing")->value));
    map->spacing = 0.0213;
    orientation_statistics(map, NULL, &statistics);
    double side = 128 * 0.0213, count = statistics.pinwheels;
    assert_true(count > 10);
    assert_near(statistics.per_area, count / (side * side), 1e-9);
    assert_near(statistics.spacing, side / sqrt(count), 1e-9);
    map_free(map);

    map = map_new(40, 33, 0.5, false); // of one orientation
    for (size_t i = 0; i < 40 * 33; i++)
        map->real[i] = 0.7;
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    assert_near(statistics.per_area, 0, 0);
    assert_non_null(strstr(row_named(rows, "pinwheels.spacing")->undefined, "no pinwheels"));
    map_free(map);
}

// Maps of which little can be said have reasons and warnings in place of numbers.
static void test_hopeless_maps(void **state) {
    (void)state;
    OrientationStatistics statistics;
    Statistic rows[ORIENTATION_STATISTICS_ROWS];
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];

    ComplexMap *map = map_new(2, 2, 1.0, false);
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    assert_true(isnan(statistics.columns.peak_fit) && isnan(statistics.density) &&
                isnan(statistics.bias));
    assert_non_null(strstr(row_named(rows, "pinwheels.density")->undefined, "small"));
    map_free(map);

    map = map_new(40, 33, 1.0, false);
    for (size_t i = 0; i < 40 * 33; i++)
        map->real[i] = (double)NAN;
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    assert_near(statistics.pinwheels, 0.0, 0.0);
    assert_near(statistics.samples, 0.0, 0.0);
    assert_non_null(row_named(rows, "wavelength.peak_fit")->undefined);
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 1);
    assert_non_null(strstr(warnings[0], "no preference"));

    for (size_t i = 0; i < 40 * 33; i++)
        map->real[i] = map->imaginary[i] = 0.0;
    synthetic_add_noise(map, 1.0, 31);
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    static const char *const undefined[] = {"wavelength.peak_fit",
                                            "wavelength.mean_wavenumber_sheet",
                                            "hypercolumns",
                                            "pinwheels.density",
                                            "pinwheels.density_mean_wavenumber",
                                            "pinwheels_smoothed.density",
                                            "pinwheels.density_random"};
    for (size_t k = 0; k < sizeof undefined / sizeof *undefined; k++) {
        const Statistic *row = row_named(rows, undefined[k]);
        assert_true(isnan(row->value));
        assert_non_null(strstr(row->undefined, "no ring"));
    }
    assert_true(isnan(statistics.quality));
    assert_true(statistics.pinwheels > 100);
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 0);
    map_free(map);

    SyntheticRing ring = {120, 5.1, 0.4, 3.0, 9.0};
    ComplexMap *whole = synthetic_ring(&ring, 4);
    map = map_crop(whole, 29, 29, 62, 62); // 2.6 wavelengths across
    orientation_statistics(map, NULL, &statistics);
    assert_true(statistics.columns.ring && statistics.hypercolumns < 8.0 &&
                isnan(statistics.quality));
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 1);
    assert_non_null(strstr(warnings[0], "hypercolumns"));
    map_free(map);
    map_free(whole);
}

// A number called 1 - circular variance is at most 1.
static void test_selectivity_above_1(void **state) {
    (void)state;
    SyntheticRing ring = {120, 9.1, 0.9, 4.0, 16.0};
    OWNED_BY(map_free_owned) ComplexMap *map = synthetic_ring(&ring, 4);
    OWNED double *selectivity = allocate(120 * 120, sizeof *selectivity);
    OrientationStatistics statistics;
    Statistic rows[ORIENTATION_STATISTICS_ROWS];
    for (size_t i = 0; i < 120 * 120; i++)
        selectivity[i] = i % 2 ? 1.0 : 0.5;
    orientation_statistics(map, selectivity, &statistics);
    assert_near(statistics.selectivity, 0.75, 1e-12);
    selectivity[77] = 1.01;
    orientation_statistics(map, selectivity, &statistics);
    orientation_statistics_rows(&statistics, rows);
    assert_true(isnan(statistics.selectivity));
    assert_non_null(strstr(row_named(rows, "selectivity.mean")->undefined, "|z| exceeds 1"));
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    assert_non_null(strstr(row_named(rows, "selectivity.mean")->undefined, "no selectivity"));
}

// Noise in every sample: a hundred times the pinwheels, and a word about it.
static void noise_is_warned_of(void **state) {
    (void)state;
    const SyntheticRing ring = {192, 6, 0.6, 3, 12};
    OrientationStatistics statistics;
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    ComplexMap *map = synthetic_ring(&ring, 3);
    orientation_statistics(map, NULL, &statistics);
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 0);
    synthetic_add_noise(map, 1.3, 11);
    orientation_statistics(map, NULL, &statistics);
    assert_true(statistics.density > 20);
    assert_int_equal(orientation_statistics_warnings(&statistics, warnings), 1);
    assert_non_null(strstr(warnings[0], "noise makes most of them"));
    map_free(map);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_is_warned_of),
        cmocka_unit_test(test_quality),
        cmocka_unit_test(test_crops_and_angles),
        cmocka_unit_test(test_bias),
        cmocka_unit_test(test_crystal),
        cmocka_unit_test(test_random_rings),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_hopeless_maps),
        cmocka_unit_test(test_smoothed_noise),
        cmocka_unit_test(test_selectivity_above_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
