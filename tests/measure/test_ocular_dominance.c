// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "dominance/ocular_dominance_statistics.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/contour.h"
#include "maps/spectrum.h"

#include <math.h>
#include <string.h>

static void the_index_compares_the_eyes(void **state) {
    (void)state;
    const double left[] = {1.0, 0.0, 0.31, 2.4, 0.004, 0.0, (double)NAN},
                 right[] = {0.0, 0.7, 0.31, 0.6, 0.007, 0.0, 1.0};
    const double expected[] = {-1.0, 1.0, 0.0, -0.6};
    double index[7], mean = (1.0 + 0.7 + 0.62 + 3.0 + 0.011 + 0.0) / 6.0;
    ocular_dominance_index(left, right, 7, index);
    for (size_t i = 0; i < 4; i++)
        assert_near(index[i], expected[i], 1e-15);
    assert_true(0.011 > OCULAR_DOMINANCE_LEAST * mean ? isfinite(index[4]) : isnan(index[4]));
    assert_true(isnan(index[5]) && isnan(index[6]));
    const double weak_left[] = {1.0, 0.003, 0.003}, weak_right[] = {1.1, 0.003, 0.012};
    ocular_dominance_index(weak_left, weak_right, 3, index); // least: 0.01 * 2.121 / 3 = 0.00707
    assert_near(index[0], 0.1 / 2.1, 1e-15);
    assert_true(isnan(index[1]));
    assert_near(index[2], 0.6, 1e-15);
}

static OcularDominance of(const double *index, size_t n, bool right) {
    OcularDominance dominance;
    ocular_dominance_of(index, n, right, &dominance);
    return dominance;
}

static void groups_and_biases_by_hand(void **state) {
    (void)state;
    // Groups 1 to 7: edges at -5/7, -3/7, -1/7, 1/7, 3/7, 5/7.
    const double index[] = {-1.0, -0.72, -0.71, -0.3, 0.0, 0.14,       0.2,
                            0.44, 0.71,  0.72,  0.9,  1.0, (double)NAN};
    const double groups[] = {2, 1, 1, 2, 1, 2, 3};
    OcularDominance right = of(index, 13, true), left = of(index, 13, false);
    assert_near(right.counted, 12.0, 0.0);
    assert_near(right.missing, 1.0, 0.0);
    assert_near(right.monocularity,
                (1.0 + 0.72 + 0.71 + 0.3 + 0.14 + 0.2 + 0.44 + 0.71 + 0.72 + 0.9 + 1.0) / 12.0,
                1e-15);
    assert_near(right.left, 4.5 / 12.0, 1e-15);
    assert_near(right.right, 7.5 / 12.0, 1e-15);
    for (size_t k = 0; k < 7; k++)
        assert_near(right.share[k], groups[k] / 12.0, 1e-15);
    // Contralateral right: n1 = 3, n2 = 2, n3 = 1, n5 = 1, n6 = 1, n7 = 2.
    assert_near(right.contralateral_bias, (1.0 + 2.0 / 3.0 + 0.0 + 12.0) / 24.0, 1e-15);
    assert_near(left.contralateral_bias, (-1.0 - 2.0 / 3.0 + 12.0) / 24.0, 1e-15);
    const double one_eye[] = {-1.0, -0.9};
    assert_near(of(one_eye, 2, true).contralateral_bias, 0.0, 1e-15);
    assert_near(of(one_eye, 2, false).contralateral_bias, 1.0, 1e-15);
    assert_true(isnan(of(NULL, 0, true).monocularity) && isnan(of(NULL, 0, true).right));
}

// Length of the line x cos(a) + y sin(a) = c in the square [0, side] x [-side, 0].
static double chord(double side, double a, double c) {
    double from = -HUGE_VAL, to = HUGE_VAL; // along the line, from its point nearest to the origin
    const double start[2] = {c * cos(a), c * sin(a)}, step[2] = {-sin(a), cos(a)},
                 low[2] = {0.0, -side};
    for (size_t k = 0; k < 2; k++) {
        double one = (low[k] - start[k]) / step[k], other = (low[k] + side - start[k]) / step[k];
        from = fmax(from, fmin(one, other));
        to = fmin(to, fmax(one, other));
    }
    return fmax(to - from, 0.0);
}

// The zero of a sine of wave number k, interpolated between samples one apart, is wrong by at most
// k^2 / (36 sqrt 3) samples; a line bent by that from edge to edge is longer by at most twice its
// square.
static double bend(double k) {
    return 2.0 * pow(k * k / (36.0 * sqrt(3.0)), 2);
}

static void borders_of_stripes_have_their_length(void **state) {
    (void)state;
    enum { SIDE = 83 };
    static const double wavelengths[] = {11.3, 17.0, 26.7}, directions[] = {0.231, 1.04, 2.385};
    for (size_t i = 0; i < 9; i++) {
        double wavelength = wavelengths[i / 3], direction = directions[i % 3], phase = 0.731;
        ScalarMap *stripes = synthetic_stripes(SIDE, wavelength, direction, phase);
        Contour border = contour_new(stripes);
        double length = 0.0, k = 2.0 * M_PI / wavelength;
        for (int m = -60; m < 60; m++)
            length += chord(SIDE - 1.0, direction, (M_PI * (m + 0.5) + phase) / k);
        // Where a line leaves the square, its end is moved by as much as the zero is, along an
        // edge.
        double ends = 2.0 * (4.0 * SIDE / (0.5 * wavelength)) * k * k / (36.0 * sqrt(3.0));
        assert_near(border.length, length, bend(k) * length + ends);
        assert_int_equal(border.plaquettes, (SIDE - 1) * (SIDE - 1));
        contour_free(&border);
        map_free(stripes);
    }
    ScalarMap *torus = synthetic_periodic_stripes(96, 5, -3, 0.31);
    Contour border = contour_new(torus);
    double wavelength = 96.0 / hypot(5.0, 3.0);
    assert_near(contour_density(&border), 2.0 / wavelength,
                bend(2.0 * M_PI / wavelength) * 2.0 / wavelength);
    contour_free(&border);
    map_free(torus);
}

static void missing_samples_have_no_border(void **state) {
    (void)state;
    ScalarMap *map = synthetic_stripes(30, 9.0, 0.0, 0.2);
    Contour whole = contour_new(map);
    map->value[12 * 30 + 17] = (double)NAN;
    Contour part = contour_new(map);
    assert_int_equal(part.plaquettes, whole.plaquettes - 4);
    for (size_t k = 0; k < part.count; k++)
        assert_false((part.list[k].row == 11 || part.list[k].row == 12) &&
                     (part.list[k].column == 16 || part.list[k].column == 17));
    contour_free(&part);
    contour_free(&whole);
    for (size_t i = 0; i < 900; i++)
        map->value[i] = (double)NAN;
    part = contour_new(map);
    assert_int_equal(part.count, 0);
    assert_true(isnan(contour_density(&part)));
    contour_free(&part);
    map_free(map);
}

// A circle: its polygon is inside by up to 1 / (8 r) of a sample, as r is no linear function, and
// has chords of up to sqrt 2.
static void a_circle_is_as_long_as_it_is_round(void **state) {
    (void)state;
    const double radius = 17.3;
    ScalarMap *map = map_new_scalar(41, 44, 1.0, false);
    for (size_t i = 0; i < 41 * 44; i++)
        map->value[i] = hypot((double)(i % 44) - 21.21, (double)(i / 44) - 19.7) - radius;
    Contour border = contour_new(map);
    double bound = (1.0 / 8.0 + 2.0 / 24.0) / (radius * radius);
    assert_near(border.length, 2.0 * M_PI * radius, bound * 2.0 * M_PI * radius);
    contour_free(&border);
    map_free(map);
}

enum { SEEDS = 24 };

// Mean over seeds, and four standard errors of it.
static double mean_of(const double *value, double *four_errors) {
    double mean = 0.0, squares = 0.0;
    for (size_t i = 0; i < SEEDS; i++)
        mean += value[i] / SEEDS;
    for (size_t i = 0; i < SEEDS; i++)
        squares += (value[i] - mean) * (value[i] - mean);
    *four_errors = 4.0 * sqrt(squares / (SEEDS - 1) / SEEDS);
    return mean;
}

// Isotropic fields: density sqrt(<k^2>) / (2 sqrt 2), on the torus and on an open part of it.
// Chords of at most sqrt 2 of lines as curved as k shorten it by at most k^2 / 12.
static void random_fields_have_the_borders_of_rice(void **state) {
    (void)state;
    SyntheticRing ring = {192, 6.0, 0.9, 3.0, 10.0};
    double mean_k, mean_square, whole[SEEDS], part[SEEDS], period[SEEDS], fitted[SEEDS], error;
    synthetic_ring_moments(&ring, &mean_k, &mean_square);
    for (size_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *field = synthetic_ring(&ring, seed);
        ScalarMap *map = synthetic_real_part(field), *open = map_crop(map, 7, 40, 121, 121);
        Contour border = contour_new(map), cut = contour_new(open);
        OcularDominanceStatistics statistics;
        map->spacing = 0.021;
        ocular_dominance_statistics(map, 0.0, true, &statistics);
        whole[seed] = contour_density(&border);
        part[seed] = contour_density(&cut);
        period[seed] = statistics.border_period_sheet / 0.021;
        fitted[seed] = statistics.columns.peak_fit;
        assert_true(statistics.columns.ring);
        assert_near(statistics.border_length_sheet, border.length * 0.021, 1e-9);
        assert_near(statistics.border_density_sheet, whole[seed] / 0.021, 1e-9);
        assert_near(statistics.border_width_sheet, 0.5 * 0.021 * period[seed], 1e-12);
        assert_near(statistics.width_sheet, 0.5 * 0.021 * fitted[seed], 1e-12);
        // About 2 pi 6 x 2.3 / 2 independent wave vectors; chance leaves less than 3 / sqrt of it.
        assert_near(statistics.circular_variance, 1.0, 3.0 / sqrt(43.0));
        contour_free(&cut);
        contour_free(&border);
        map_free(open);
        map_free(map);
        map_free(field);
    }
    double k = 2.0 * M_PI * sqrt(mean_square) / 192.0, expected = k / (2.0 * M_SQRT2);
    double shorter = k * k / 12.0 * expected, found = mean_of(whole, &error);
    assert_near(found, expected, error + shorter);
    found = mean_of(part, &error);
    assert_near(found, expected, error + shorter);
    found = mean_of(period, &error);
    assert_near(found, 192.0 / sqrt(mean_square), error + 192.0 / 6.0 * k * k / 12.0);
    found = mean_of(fitted, &error); // the amplitude of the ring is highest at its wavenumber
    assert_near(found, 192.0 / 6.0, error + 0.01 * 192.0 / 6.0);
}

// Straight stripes: the period from the border is too long by pi / (2 sqrt 2), as is said; all
// power lies in one direction.
static void stripes_show_what_the_border_assumes(void **state) {
    (void)state;
    ScalarMap *map = synthetic_periodic_stripes(120, 6, 5, 0.4);
    double wavelength = 120.0 / hypot(6.0, 5.0), k = 2.0 * M_PI / wavelength;
    OcularDominanceStatistics statistics;
    ocular_dominance_statistics(map, 0.0, true, &statistics);
    assert_near(statistics.border_period, wavelength * M_PI / (2.0 * M_SQRT2),
                bend(k) * wavelength * 1.2);
    assert_near(statistics.circular_variance, 0.0, 1e-9);
    assert_near(statistics.columns.peak_fit, wavelength, 0.01 * wavelength);
    assert_near(statistics.units.monocularity, 2.0 / M_PI, 0.01);
    assert_near(statistics.units.right, 0.5, 0.02);
    assert_near(statistics.hypercolumns, pow(120.0 / statistics.columns.peak_fit, 2), 1e-9);
    map_free(map);
}

// Noise from unit to unit lengthens the border; smoothing takes most of it away, and has no say in
// what is of units.
static void smoothing_is_of_the_border_alone(void **state) {
    (void)state;
    ScalarMap *map = synthetic_periodic_stripes(120, 6, 5, 0.4);
    RandomDraws draws = random_draws(random_stream(7, "test/noise"), 0);
    OcularDominanceStatistics clean, raw, smoothed;
    ocular_dominance_statistics(map, 0.0, true, &clean);
    for (size_t i = 0; i < 120 * 120; i++)
        map->value[i] += 0.3 * random_normal(&draws);
    ocular_dominance_statistics(map, 0.0, true, &raw);
    ocular_dominance_statistics(map, 1.5, true, &smoothed);
    assert_true(raw.border_length_sheet > 1.3 * clean.border_length_sheet);
    // What is left of the noise has a slope across the stripes' own of 0.3 / (2 sqrt pi 1.5) /
    // (sqrt 2 1.5) = 0.027, theirs being 2 pi / 15.4 damped to 0.83, 0.34: 0.3 % longer, at most
    // 2 % with what the noise does not do on average.
    assert_near(smoothed.border_length_sheet / clean.border_length_sheet, 1.003, 0.02);
    assert_near(smoothed.units.monocularity, raw.units.monocularity, 0.0);
    assert_near(smoothed.columns.peak_fit, raw.columns.peak_fit, 0.0);
    map_free(map);
}

static void rows_say_why_they_are_undefined(void **state) {
    (void)state;
    Statistic rows[OCULAR_DOMINANCE_ROWS];
    OcularDominanceStatistics statistics;
    ScalarMap *map = map_new_scalar(12, 12, 1.0, true);
    for (int empty = 0; empty < 2; empty++) {
        for (size_t i = 0; i < 144; i++)
            map->value[i] = empty ? (double)NAN : 0.3;
        ocular_dominance_statistics(map, 1.0, true, &statistics);
        ocular_dominance_statistics_rows(&statistics, rows);
        for (size_t i = 0; i < OCULAR_DOMINANCE_ROWS; i++) {
            assert_true(isfinite(rows[i].value) == (rows[i].undefined == NULL));
            if (strcmp(rows[i].name, "monocularity") == 0)
                assert_true(empty ? isnan(rows[i].value) : fabs(rows[i].value - 0.3) < 1e-12);
            if (strncmp(rows[i].name, "wavelength.", 11) == 0)
                assert_true(isnan(rows[i].value));
        }
    }
    map_free(map);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_index_compares_the_eyes),
                                       cmocka_unit_test(groups_and_biases_by_hand),
                                       cmocka_unit_test(borders_of_stripes_have_their_length),
                                       cmocka_unit_test(missing_samples_have_no_border),
                                       cmocka_unit_test(a_circle_is_as_long_as_it_is_round),
                                       cmocka_unit_test(random_fields_have_the_borders_of_rice),
                                       cmocka_unit_test(stripes_show_what_the_border_assumes),
                                       cmocka_unit_test(smoothing_is_of_the_border_alone),
                                       cmocka_unit_test(rows_say_why_they_are_undefined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
