// SPDX-License-Identifier: GPL-3.0-or-later
// Where pinwheels lie, the local wavelength and homogeneity, and the density apart from noise, on
// maps of which they are known.
#include "orientation/orientation_layout.h"

#include "base/memory.h"
#include "base/random.h"
#include "helpers/synthetic_map.h"
#include "maps/local_wavelength.h"
#include "orientation/local_homogeneity.h"
#include "orientation/pinwheel_plateau.h"
#include "orientation/pinwheel_spacing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_errno.h>

// Re z = 0 and Im z = 0 at every half wavelength: a square lattice of pinwheels with signs as on a
// chessboard.
static void a_crystal_has_its_neighbours_at_half_a_wavelength(void **state) {
    (void)state;
    ComplexMap *map = synthetic_crystal(126, 9);
    Pinwheels *pinwheels = pinwheels_new(map);
    PinwheelSpacing spacing = pinwheel_spacing_of(pinwheels, map, 14);
    // Places are those of a bilinear z: off by at most the curvature's (2 pi / 14)^2 / 8 samples.
    assert_near(spacing.nearest, 7, 0.05);
    assert_near(spacing.nearest_opposite, spacing.nearest, 1e-12);
    assert_near(spacing.nearest_same, 7 * M_SQRT2, 0.05);
    assert_near(spacing.opposite, 1, 0);
    pinwheels_free(pinwheels);

    ComplexMap *part = map_crop(map, 3, 5, 97, 81); // open, and not square
    pinwheels = pinwheels_new(part);
    spacing = pinwheel_spacing_of(pinwheels, part, 14);
    assert_near(spacing.nearest, 7, 0.05);
    assert_near(spacing.nearest_same, 7 * M_SQRT2, 0.05);
    pinwheels_free(pinwheels);
    map_free(part);
    map_free(map);
}

// Two pinwheels at known places: over the seam of a torus, and too near to the edge of an open map.
static void two_pinwheels(void **state) {
    (void)state;
    ComplexMap *map = map_new(40, 50, 1, true);
    Pinwheel list[] = {{48.3, 11.2, 1}, {2.9, 38.7, 1}, {25.1, 20.6, -1}};
    Pinwheels pinwheels = {3, 2, 1, 2000, list};
    double seam = hypot(50 - 45.4, 40 - 27.5), first = hypot(23.2, 9.4), second = hypot(22.2, 18.1);
    PinwheelSpacing spacing = pinwheel_spacing_of(&pinwheels, map, 10);
    assert_near(spacing.nearest, (2 * seam + first) / 3, 1e-9);
    assert_near(spacing.nearest_same, seam, 1e-9); // the third has none
    assert_near(spacing.nearest_opposite, (2 * first + second) / 3, 1e-9);
    assert_near(spacing.opposite, 1.0 / 3, 1e-12);
    map->periodic = false;
    spacing = pinwheel_spacing_of(&pinwheels, map, 10);
    assert_true(isnan(spacing.nearest) && isnan(spacing.opposite)); // all nearer to the edge
    // Three in a row in a square of 60: neighbours at 6, 6 and 15, that lie inside where the square
    // is smaller by as much at each side.
    Pinwheel row[] = {{20, 30, 1}, {26, 30, -1}, {41, 30, 1}};
    ComplexMap *square = map_new(61, 61, 1, false);
    spacing = pinwheel_spacing_of(&(Pinwheels){3, 2, 1, 3600, row}, square, 10);
    double near = 2.0 / (48 * 48), far = 1.0 / (30 * 30);
    assert_near(spacing.nearest, (6 * near + 15 * far) / (near + far), 1e-9);
    map_free(square);
    pinwheels.count = 0;
    assert_true(isnan(pinwheel_spacing_of(&pinwheels, map, 10).nearest));
    map_free(map);
}

enum { SIDE = 160, POINTS = 400 };

static Pinwheels *scattered(uint64_t seed) {
    Pinwheels *pinwheels = allocate(1, sizeof *pinwheels);
    pinwheels->list = allocate(POINTS, sizeof *pinwheels->list);
    RandomDraws draws = random_draws(random_stream(seed, "test/points"), 7);
    pinwheels->plaquettes = (size_t)SIDE * SIDE;
    for (pinwheels->count = 0; pinwheels->count < POINTS; pinwheels->count++)
        pinwheels->list[pinwheels->count] =
            (Pinwheel){SIDE * random_uniform(&draws), SIDE * random_uniform(&draws),
                       random_uniform(&draws) < 0.5 ? -1 : 1};
    return pinwheels;
}

// N points at random on a torus of area T: the nearest lies at 1 / (2 sqrt(N / T)) on average, and
// the number in a circle of area A varies by sqrt(N A / T (1 - A / T)). With the edges' weights an
// open map of the same density agrees.
static void points_at_random(void **state) {
    (void)state;
    enum { SEEDS = 16 };
    double wavelength = 18, density = (double)POINTS / (SIDE * SIDE), sums[5] = {0},
           squares[5] = {0};
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        Pinwheels *pinwheels = scattered(4000 + seed);
        ComplexMap *torus = map_new(SIDE, SIDE, 1, true),
                   *open = map_new(SIDE + 1, SIDE + 1, 1, false);
        PinwheelSpacing spacing = pinwheel_spacing_of(pinwheels, torus, wavelength),
                        inside = pinwheel_spacing_of(pinwheels, open, wavelength);
        double found[5] = {spacing.nearest, spacing.nearest_same, inside.nearest, spacing.exponent,
                           log(spacing.factor)};
        for (size_t i = 0; i < 5; i++) {
            sums[i] += found[i] / SEEDS;
            squares[i] += found[i] * found[i] / SEEDS;
        }
        map_free(open);
        map_free(torus);
        pinwheels_free(pinwheels);
    }
    double expected[5] = {0.5 / sqrt(density), 0.5 / sqrt(density / 2), 0.5 / sqrt(density), 0, 0};
    double mean_x = 0, mean_y = 0, xy = 0, xx = 0; // the line that the theory gives
    for (int pass = 0; pass < 2; pass++)
        for (int k = 0; k < 10; k++) {
            double x = log(10) * k / 9, area = exp(x) * wavelength * wavelength,
                   y = 0.5 * log(density * area * (1 - area / (SIDE * SIDE)));
            mean_x += pass ? 0 : x / 10;
            mean_y += pass ? 0 : y / 10;
            xy += pass ? (x - mean_x) * (y - mean_y) : 0;
            xx += pass ? (x - mean_x) * (x - mean_x) : 0;
        }
    expected[3] = xy / xx;
    expected[4] = mean_y - expected[3] * mean_x;
    assert_near(expected[3], 0.45, 0.06); // the torus' size lowers it from 0.5
    for (size_t i = 0; i < 5; i++) {
        double error = sqrt((squares[i] - sums[i] * sums[i]) / (SEEDS - 1));
        assert_near(sums[i], expected[i], 3.5 * error + (i < 3 ? 0 : 0.01)); // log of a mean
        assert_true(error < 0.05);
    }
}

static void number_variance_needs_room(void **state) {
    (void)state;
    Pinwheels *pinwheels = scattered(1);
    ComplexMap *map = map_new(SIDE, SIDE, 1, true);
    // The largest circle, of a quarter of the side, has 3 wavelength^2 at 40.9 samples.
    assert_true(isfinite(pinwheel_spacing_of(pinwheels, map, 40.5).exponent));
    assert_true(isnan(pinwheel_spacing_of(pinwheels, map, 41.5).exponent));
    map_free(map);
    pinwheels_free(pinwheels);
}

// A plane wave has its wavelength everywhere, on a torus and on an open map, whatever its
// direction: short by up to 1 - cos(5.625 degrees), half of the step between directions; in the
// corners of an open map 2 % off.
static void a_plane_wave_has_one_wavelength(void **state) {
    (void)state;
    for (double direction = 0.13; direction < 6; direction += 0.731) {
        ComplexMap *map = synthetic_plane_wave(101, 88, 15.37, direction);
        map->periodic = false;
        for (double tried = 12.1; tried < 20; tried += 6.6) {
            LocalWavelength local = local_wavelength_of(map, tried, 100 * 87);
            assert_near(local.found, 1, 0);
            assert_near(local.mean, 15.37, 0.006 * 15.37);
            assert_true(local.deviation < 0.02 * 15.37);
            assert_near(local.hypercolumns, 8700 / (local.mean * local.mean), 0.1);
        }
        map_free(map);
    }
    ComplexMap *map = synthetic_plane_wave(96, 96, 12, 0);
    map->periodic = true;
    assert_near(local_wavelength_of(map, 13.3, 96 * 96).mean, 12, 1e-6);
    assert_near(local_wavelength_of(map, 6.1, 96 * 96).found, 0, 0); // beyond the range
    assert_true(isnan(local_wavelength_of(map, 6.1, 96 * 96).mean));
    map_free(map);
}

// Two halves of different wavelengths: each has its own, away from the seam.
static void two_halves_have_two_wavelengths(void **state) {
    (void)state;
    enum { HEIGHT = 120, WIDTH = 240 };
    ComplexMap *map = synthetic_plane_wave(HEIGHT, WIDTH, 12, 0),
               *other = synthetic_plane_wave(HEIGHT, WIDTH, 16, 0);
    map->periodic = false;
    for (size_t i = 0; i < HEIGHT * WIDTH; i++)
        if (i % WIDTH >= WIDTH / 2) {
            map->real[i] = other->real[i];
            map->imaginary[i] = other->imaginary[i];
        }
    LocalWavelength local = local_wavelength_of(map, 14, HEIGHT * WIDTH);
    assert_near(local.mean, 14, 0.15);
    assert_near(local.deviation, 2, 0.2); // half at 12 and half at 16, a tenth of the width between
    assert_near(local.hypercolumns, HEIGHT * WIDTH * 0.5 * (1 / 144.0 + 1 / 256.0), 4);
    map_free(other);
    map_free(map);
}

// A random map whose power lies on an ellipse in the plane of wave vectors, with the wavelengths
// `across` and `up` along its axes; returns its density of pinwheels by Rice's formula, per square
// of its mean wavenumber's wavelength.
static double add_ellipse(ComplexMap *map, double across, double up, uint64_t seed) {
    enum { WAVES = 80 };
    RandomDraws draws = random_draws(random_stream(seed, "test/ellipse"), 0);
    double xx = 0, yy = 0, mean = 0;
    for (size_t wave = 0; wave < WAVES; wave++) {
        double angle = 2 * M_PI * ((double)wave + random_uniform(&draws)) / WAVES,
               phase = 2 * M_PI * random_uniform(&draws), kx = cos(angle) / across,
               ky = sin(angle) / up;
        xx += kx * kx / WAVES;
        yy += ky * ky / WAVES;
        mean += hypot(kx, ky) / WAVES;
        for (size_t i = 0; i < map->height * map->width; i++) {
            double turn =
                2 * M_PI * (kx * (double)(i % map->width) + ky * (double)(i / map->width)) + phase;
            map->real[i] += cos(turn);
            map->imaginary[i] += sin(turn);
        }
    }
    return 2 * M_PI * sqrt(xx * yy) / (mean * mean);
}

// Where wavelengths differ between directions the best direction gives a wavelength that is too
// short, and the average over directions one whose density is Rice's.
static void an_elongated_map_needs_all_directions(void **state) {
    (void)state;
    enum { EXTENT = 210, MAPS = 3 };
    double best = 0, averaged = 0, rice = 0;
    for (uint64_t seed = 0; seed < MAPS; seed++) {
        OWNED_BY(map_free_owned) ComplexMap *map = map_new(EXTENT, EXTENT, 1, false);
        rice += add_ellipse(map, 30, 20, seed) / MAPS;
        OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
        LocalWavelength local = local_wavelength_of(map, 23.5, (double)pinwheels->plaquettes);
        best += (double)pinwheels->count / local.hypercolumns / MAPS;
        averaged += (double)pinwheels->count / local.hypercolumns_averaged / MAPS;
        assert_true(local.averaged > 1.03 * local.mean);
    }
    assert_near(averaged, rice, 0.2);
    assert_true(best < rice - 0.25);
    OWNED_BY(map_free_owned) ComplexMap *wave = synthetic_plane_wave(96, 96, 12, 0);
    wave->periodic = true;
    assert_near(local_wavelength_of(wave, 13.3, 96 * 96).averaged, 12, 0.2);
}

static void homogeneity_of_a_plane_wave(void **state) {
    (void)state;
    ComplexMap *map = synthetic_plane_wave(90, 90, 15, 0);
    map->periodic = true;
    double lhi[90 * 90];
    for (double sigma = 1.3; sigma < 4; sigma += 0.9) {
        double expected = exp(-2 * pow(M_PI * sigma / 15, 2));
        // The Gaussian is cut off at 4 sigma, beyond which lies 6e-5 of it.
        assert_near(local_homogeneity(map, sigma, lhi), expected, 1.3e-4);
        assert_near(lhi[4321], expected, 1.3e-4);
    }
    map->real[77] = map->imaginary[77] = 0;
    for (size_t i = 100; i < 8100; i++) { // of any selectivity
        map->real[i] *= 0.1 + 0.01 * (double)(i % 31);
        map->imaginary[i] *= 0.1 + 0.01 * (double)(i % 31);
    }
    assert_near(local_homogeneity(map, 2, lhi), exp(-2 * pow(M_PI * 2 / 15, 2)), 1e-3);
    assert_true(isnan(lhi[77]));
    map_free(map);
}

// The plateau of a map with noise is the density of the map without it, on a torus and cut out.
static void the_plateau_is_the_density_without_noise(void **state) {
    (void)state;
    enum { SEEDS = 4 };
    SyntheticRing ring = {160, 9.3, 0.7, 6, 13};
    double sums[3] = {0}, raw = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = synthetic_ring(&ring, 50 + seed);
        double size = 0, wavelength = 160 / 9.3;
        for (size_t i = 0; i < 160 * 160; i++)
            size += (map->real[i] * map->real[i] + map->imaginary[i] * map->imaginary[i]);
        Pinwheels *clean = pinwheels_new(map);
        double truth = pinwheels_density(clean, wavelength);
        pinwheels_free(clean);
        PinwheelPlateau plateau = pinwheel_plateau_of(map, wavelength);
        assert_near(plateau.value, truth, 0.05 * truth);
        assert_true(plateau.high >= plateau.low + 0.149);
        synthetic_add_noise(map, 0.8 * sqrt(size) / 160, 70 + seed);
        Pinwheels *noisy = pinwheels_new(map);
        ComplexMap *part = map_crop(map, 10, 20, 133, 121);
        plateau = pinwheel_plateau_of(map, wavelength);
        sums[0] += truth;
        sums[1] += plateau.value;
        sums[2] += pinwheel_plateau_of(part, wavelength).value;
        raw += pinwheels_density(noisy, wavelength);
        map_free(part);
        pinwheels_free(noisy);
        map_free(map);
    }
    assert_true(raw > 3 * sums[0]);
    assert_near(sums[1], sums[0], 0.06 * sums[0]);
    assert_near(sums[2], sums[0], 0.1 * sums[0]);
}

static void a_map_without_a_ring_has_no_layout(void **state) {
    (void)state;
    ComplexMap *map = map_new(60, 60, 1, true);
    synthetic_add_noise(map, 1, 3);
    OrientationStatistics statistics;
    OrientationLayout layout;
    Statistic rows[ORIENTATION_LAYOUT_ROWS];
    orientation_statistics(map, NULL, &statistics);
    orientation_layout(map, &statistics, &layout);
    orientation_layout_rows(&layout, rows);
    for (size_t i = 0; i < ORIENTATION_LAYOUT_ROWS; i++)
        assert_true(isnan(rows[i].value) && strstr(rows[i].undefined, "no ring"));
    map_free(map);

    SyntheticRing ring = {128, 7.9, 0.6, 5, 11};
    map = synthetic_ring(&ring, 21);
    orientation_statistics(map, NULL, &statistics);
    orientation_layout(map, &statistics, &layout);
    orientation_layout_rows(&layout, rows);
    for (size_t i = 0; i < ORIENTATION_LAYOUT_ROWS; i++) {
        assert_true(isfinite(rows[i].value) && rows[i].undefined == NULL);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(rows[i].name, rows[j].name);
    }
    assert_near(layout.local_density, statistics.density, 0.1 * statistics.density);
    assert_near(layout.local_wavelength, 128 / 7.9, 0.05 * 128 / 7.9);
    map_free(map);
}

// Without what lies outside a disc, the numbers are near those of the whole map: circles and
// wavelets keep to the disc.
static void a_region_has_the_numbers_of_its_inside(void **state) {
    (void)state;
    const SyntheticRing ring = {165, 16.5, 0.9, 8, 33};
    ComplexMap *map = synthetic_ring(&ring, 5);
    map->periodic = false;
    OrientationStatistics of_whole, of_disc;
    OrientationLayout whole, disc;
    orientation_statistics(map, NULL, &of_whole);
    orientation_layout(map, &of_whole, &whole);
    for (size_t i = 0; i < 165 * 165; i++)
        if (hypot((double)(i / 165) - 82, (double)(i % 165) - 82) > 60)
            map->real[i] = (double)NAN;
    orientation_statistics(map, NULL, &of_disc);
    orientation_layout(map, &of_disc, &disc);
    const char *warnings[ORIENTATION_STATISTICS_WARNINGS];
    assert_near(of_disc.samples, 11289, 0);
    assert_int_equal(orientation_statistics_warnings(&of_disc, warnings), 0);
    assert_near(of_disc.density, of_whole.density, 0.1);
    assert_near(disc.nearest, whole.nearest, 0.02);
    assert_near(disc.variance_exponent, whole.variance_exponent, 0.1);
    assert_near(disc.variance_factor, whole.variance_factor, 0.2);
    assert_near(disc.local_wavelength / of_disc.columns.mean_wavenumber, 1, 0.02);
    assert_true(disc.local_deviation < 0.04);
    assert_near(disc.local_density / of_disc.density, 1, 0.05);
    // Holes everywhere are no region.
    for (size_t i = 0; i < 165 * 165; i += 9)
        map->real[i] = (double)NAN;
    orientation_statistics(map, NULL, &of_disc);
    assert_int_equal(orientation_statistics_warnings(&of_disc, warnings), 1);
    map_free(map);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_has_the_numbers_of_its_inside),
        cmocka_unit_test(a_crystal_has_its_neighbours_at_half_a_wavelength),
        cmocka_unit_test(two_pinwheels),
        cmocka_unit_test(points_at_random),
        cmocka_unit_test(number_variance_needs_room),
        cmocka_unit_test(a_plane_wave_has_one_wavelength),
        cmocka_unit_test(two_halves_have_two_wavelengths),
        cmocka_unit_test(an_elongated_map_needs_all_directions),
        cmocka_unit_test(homogeneity_of_a_plane_wave),
        cmocka_unit_test(the_plateau_is_the_density_without_noise),
        cmocka_unit_test(a_map_without_a_ring_has_no_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
