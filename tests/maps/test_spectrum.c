// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/spectrum.h"
#include "maps/wavelength.h"

#include <gsl/gsl_errno.h>
#include <math.h>

static double variance_of(const ComplexMap *map) {
    size_t n = map->height * map->width;
    double real = 0.0, imaginary = 0.0, square = 0.0;
    for (size_t i = 0; i < n; i++) {
        real += map->real[i] / (double)n;
        imaginary += map->imaginary[i] / (double)n;
        square += (map->real[i] * map->real[i] + map->imaginary[i] * map->imaginary[i]) / (double)n;
    }
    return square - real * real - imaginary * imaginary;
}

static void test_power_sums_to_variance(void **state) {
    (void)state;
    ComplexMap *map = map_new(37, 54, 1.0, false);
    synthetic_add_noise(map, 1.731, 5);
    Spectrum spectrum = spectrum_new(map);
    double sum = 0.0;
    for (size_t i = 0; i < 37 * 54; i++)
        sum += spectrum.power[i];
    assert_near(sum, variance_of(map), 1e-10);
    assert_near(spectrum.power[0], 0.0, 1e-20);
    spectrum_free(&spectrum);
    map_free(map);
}

// A wave that fits the map has all its power at one wave vector, at the place and side where it
// belongs.
static void test_wave_vector(void **state) {
    (void)state;
    enum { HEIGHT = 45, WIDTH = 60, RIGHT = 7, UP = 4 };
    double direction = atan2((double)UP / HEIGHT, (double)RIGHT / WIDTH);
    double wavelength = 1.0 / hypot((double)UP / HEIGHT, (double)RIGHT / WIDTH);
    ComplexMap *map = synthetic_plane_wave(HEIGHT, WIDTH, wavelength, direction);
    Spectrum spectrum = spectrum_new(map);
    assert_near(spectrum.power[(HEIGHT - UP) * WIDTH + RIGHT], 1.0, 1e-12);
    assert_near(spectrum.extent / spectrum_wavenumber(&spectrum, HEIGHT - UP, RIGHT), wavelength,
                1e-12);
    double *image = allocate(HEIGHT * WIDTH, sizeof *image);
    spectrum_image(&spectrum, image);
    size_t up_and_right = (HEIGHT / 2 - UP) * WIDTH + WIDTH / 2 + RIGHT;
    for (size_t i = 0; i < HEIGHT * WIDTH; i++)
        assert_near(image[i], i == up_and_right ? 1.0 : 0.0, 1e-12);
    release(image);
    spectrum_free(&spectrum);
    map_free(map);
}

static void test_annuli(void **state) {
    (void)state;
    ComplexMap *map = map_new(64, 64, 1.0, true);
    synthetic_add_noise(map, 0.813, 9);
    Spectrum spectrum = spectrum_new(map);
    assert_int_equal(spectrum.annuli, 32);
    double moment = 0.0, amplitude = 0.0, count = 0.0;
    for (size_t row = 0; row < 64; row++) {
        for (size_t column = 0; column < 64; column++) {
            double k = spectrum_wavenumber(&spectrum, row, column);
            if (k >= 8.5 && k < 9.5) {
                amplitude += sqrt(spectrum.power[row * 64 + column]);
                moment += sqrt(spectrum.power[row * 64 + column]) * k;
                count += 1.0;
            }
        }
    }
    assert_near(spectrum.amplitude[8], amplitude / count, 1e-12);
    assert_near(spectrum.radius[8], moment / amplitude, 1e-12);
    spectrum_free(&spectrum);
    map_free(map);
}

// Waves that fit the map, in any direction and on any shape of map: the mean wavenumber is exact.
static void test_fitting_waves(void **state) {
    (void)state;
    static const int waves[][2] = {{7, 3}, {-5, 11}, {9, 0}, {0, -6}, {13, -13}};
    for (size_t i = 0; i < sizeof waves / sizeof *waves; i++) {
        double right = waves[i][0] / 126.0, up = waves[i][1] / 97.0;
        double expected = 1.0 / hypot(right, up);
        ComplexMap *map = synthetic_plane_wave(97, 126, expected, atan2(up, right));
        Wavelength wavelength = wavelength_of(map);
        assert_true(wavelength.fit_converged);
        assert_near(wavelength.peak_fit, expected, 5e-3 * expected);
        assert_near(wavelength.mean_wavenumber, expected, 1e-9 * expected);
        assert_near(wavelength.variation, 0.0, 1e-9);
        map_free(map);
    }
}

// Waves of any wavelength and direction, cut off by the edges of an open map.
static void test_open_waves(void **state) {
    (void)state;
    enum { WAVES = 40 };
    double square = 0.0;
    for (uint64_t i = 0; i < WAVES; i++) {
        RandomDraws draws = random_draws(random_stream(11, "open waves"), i);
        double expected = random_between(&draws, 6.3, 11.7);
        ComplexMap *map =
            synthetic_plane_wave(131, 148, expected, random_between(&draws, -M_PI, M_PI));
        Wavelength wavelength = wavelength_of(map);
        double error = wavelength.peak_fit / expected - 1.0;
        square += error * error / WAVES;
        assert_near(error, 0.0, 0.08);
        assert_near(wavelength.mean_wavenumber, expected, 0.04 * expected);
        map_free(map);
    }
    assert_near(sqrt(square), 0.0, 0.025);
}

static void test_random_ring(void **state) {
    (void)state;
    SyntheticRing ring = {150, 9.37, 1.4, 5.0, 17.0};
    double mean, mean_square, fit_sum = 0.0, mean_sum = 0.0, variation_sum = 0.0;
    synthetic_ring_moments(&ring, &mean, &mean_square);
    enum { SEEDS = 20 };
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        ComplexMap *map = synthetic_ring(&ring, seed);
        Wavelength wavelength = wavelength_of(map);
        assert_true(wavelength.ring);
        fit_sum += wavelength.peak_wavenumber / SEEDS;
        mean_sum += 150.0 / wavelength.mean_wavenumber / SEEDS;
        variation_sum += wavelength.variation / SEEDS;
        map_free(map);
    }
    assert_near(fit_sum, ring.wavenumber, 0.1);
    assert_near(mean_sum, mean, 0.05);
    assert_near(variation_sum, mean_square / (mean * mean) - 1.0, 0.0015);
}

// Mean error of the peak fit and of the mean wavenumber on open crops of larger maps, as the header
// states it.
static void test_cropped_rings(void **state) {
    (void)state;
    static const struct {
        double cycles, fit_limit, mean_limit;
    } cases[] = {{3.0, 0.04, 0.05}, {4.0, 0.02, 0.035}, {6.0, 0.012, 0.03}};
    enum { SIDE = 99, WHOLE = 396, MAPS = 6 };
    for (size_t i = 0; i < 3; i++) {
        double k = cases[i].cycles * WHOLE / SIDE;
        SyntheticRing ring = {WHOLE, k, 0.15 * k, 0.4 * k, 2.0 * k};
        double mean, mean_square, fit_error = 0.0, mean_error = 0.0;
        synthetic_ring_moments(&ring, &mean, &mean_square);
        for (uint64_t seed = 0; seed < MAPS; seed++) {
            ComplexMap *whole = synthetic_ring(&ring, seed);
            for (size_t part = 0; part < 9; part++) {
                ComplexMap *crop = map_crop(whole, part / 3 * 132, part % 3 * 132, SIDE, SIDE);
                Wavelength wavelength = wavelength_of(crop);
                fit_error += (wavelength.peak_fit * k / WHOLE - 1.0) / (9.0 * MAPS);
                mean_error += (wavelength.mean_wavenumber * mean / WHOLE - 1.0) / (9.0 * MAPS);
                map_free(crop);
            }
            map_free(whole);
        }
        assert_near(fit_error, 0.0, cases[i].fit_limit);
        assert_near(mean_error, 0.0, cases[i].mean_limit);
    }
}

// Adds a wave that fits the map, with whole cycles across it.
static void add_cycles(ComplexMap *map, size_t cycles, double amplitude) {
    for (size_t i = 0; i < map->height * map->width; i++) {
        double phase = 2 * M_PI * (double)(cycles * (i % map->width)) / (double)map->width;
        map->real[i] += amplitude * cos(phase);
        map->imaginary[i] += amplitude * sin(phase);
    }
}

// The mean wavenumber is that of the power from half to twice the peak's: waves just beyond either
// end have no part in it, waves just inside have theirs.
static void test_band_of_the_mean(void **state) {
    (void)state;
    static const double amplitude[] = {1.0, 0.17, 0.31, 0.29, 0.23};
    static const size_t cycles[] = {10, 4, 6, 18, 22};
    ComplexMap *map = map_new(96, 96, 1.0, true);
    double power = 0.0, first = 0.0, second = 0.0;
    for (size_t k = 0; k < 5; k++) {
        double square = amplitude[k] * amplitude[k], cycle = (double)cycles[k];
        add_cycles(map, cycles[k], amplitude[k]);
        if (cycle < 5 || cycle > 20)
            continue;
        power += square;
        first += square * cycle;
        second += square * cycle * cycle;
    }
    Wavelength wavelength = wavelength_of(map);
    assert_near(wavelength.peak_wavenumber, 10.0, 0.5); // so that its half is 4.8 to 5.3
    assert_near(wavelength.mean_wavenumber, 96.0 * power / first, 1e-9);
    assert_near(wavelength.variation, second * power / (first * first) - 1.0, 1e-9);
    map_free(map);
}

// Prominence is 1 - side / peak, side the mean amplitude of annuli up to half or from twice the
// peak's wavenumber, whichever is higher: waves in between do not count.
static void test_prominence(void **state) {
    (void)state;
    static const struct {
        size_t cycles;
        double amplitude;
    } added[] = {{6, 0.47}, {17, 0.83}, {22, 0.71}, {4, 0.37}};
    enum { SIDE = 96, PEAK = 10 };
    ComplexMap *map = map_new(SIDE, SIDE, 1.0, true);
    add_cycles(map, PEAK, 1.0);
    for (size_t k = 0; k < 4; k++) {
        add_cycles(map, added[k].cycles, added[k].amplitude);
        Spectrum spectrum = spectrum_new(map);
        Wavelength wavelength = wavelength_from_spectrum(&spectrum);
        double sum[2] = {0.0}, count[2] = {0.0}, peak = spectrum.radius[PEAK - 1];
        assert_near(peak, PEAK, 1e-9);
        assert_near(spectrum.radius[added[k].cycles - 1], (double)added[k].cycles, 1e-9);
        for (size_t i = 0; i < spectrum.annuli; i++)
            for (size_t outer = 0; outer < 2; outer++)
                if (outer ? spectrum.radius[i] >= 2 * peak : spectrum.radius[i] <= 0.5 * peak) {
                    sum[outer] += spectrum.amplitude[i];
                    count[outer]++;
                }
        double side = fmax(sum[0] / count[0], sum[1] / count[1]);
        assert_near(side, 0.0, k < 2 ? 1e-9 : 1.0);
        assert_near(wavelength.ring_prominence, 1.0 - side / spectrum.amplitude[PEAK - 1], 1e-9);
        spectrum_free(&spectrum);
    }
    map_free(map);
}

// The unit of a map does not matter to its wavelength.
static void test_scale_of_the_map(void **state) {
    (void)state;
    static const double factor[] = {1e-40, 1e-12, 1e-6, 0.37, 21.7, 1e12};
    for (uint64_t seed = 900; seed < 904; seed++) {
        SyntheticRing ring = {396, 20.0, 3.6, 8.0, 40.0};
        ComplexMap *whole = synthetic_ring(&ring, seed), *map = map_crop(whole, 30, 70, 99, 99);
        Wavelength expected = wavelength_of(map);
        for (size_t k = 0; k < sizeof factor / sizeof *factor; k++) {
            ComplexMap *scaled = map_copy(map);
            for (size_t i = 0; i < 2 * 99 * 99; i++)
                scaled->value[i] *= factor[k];
            Wavelength found = wavelength_of(scaled);
            assert_near(found.peak_fit, expected.peak_fit, 1e-5 * expected.peak_fit);
            assert_near(found.mean_wavenumber, expected.mean_wavenumber, 1e-5);
            assert_near(found.fit[0], factor[k] * expected.fit[0], 1e-3 * factor[k]);
            assert_int_equal(found.ring, expected.ring);
            map_free(scaled);
        }
        map_free(map);
        map_free(whole);
    }
}

static void test_no_ring(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        ComplexMap *noise = map_new(48, 48, 1.0, false);
        synthetic_add_noise(noise, 1.0, seed);
        assert_false(wavelength_of(noise).ring);
        map_free(noise);
    }
}

static void test_reasons(void **state) {
    (void)state;
    ComplexMap *uniform = map_new(31, 29, 1.0, false);
    for (size_t i = 0; i < 31 * 29; i++)
        uniform->real[i] = 0.5;
    Wavelength wavelength = wavelength_of(uniform);
    assert_non_null(wavelength.reason);
    assert_true(isnan(wavelength.peak_fit) && isnan(wavelength.mean_wavenumber));
    for (size_t i = 0; i < 31 * 29; i++)
        uniform->real[i] = (double)NAN;
    assert_non_null(wavelength_of(uniform).reason);
    map_free(uniform);

    ComplexMap *tiny = synthetic_plane_wave(5, 6, 2.9, 0.4);
    assert_non_null(wavelength_of(tiny).reason);
    map_free(tiny);

    ComplexMap *slope = synthetic_plane_wave(61, 61, 57.3, 0.4);
    wavelength = wavelength_of(slope);
    assert_non_null(wavelength.reason);
    assert_true(isnan(wavelength.peak_wavenumber) && !wavelength.ring);
    map_free(slope);
}

// A few missing samples hardly move the wavelength.
static void test_missing_samples(void **state) {
    (void)state;
    SyntheticRing ring = {120, 8.3, 0.9, 4.0, 16.0};
    ComplexMap *map = synthetic_ring(&ring, 3);
    Wavelength whole = wavelength_of(map);
    for (size_t i = 0; i < 120 * 120; i += 37)
        map->real[i] = map->imaginary[i] = (double)NAN;
    Wavelength holed = wavelength_of(map);
    assert_near(holed.peak_fit, whole.peak_fit, 0.01 * whole.peak_fit);
    assert_near(holed.mean_wavenumber, whole.mean_wavenumber, 0.03 * whole.mean_wavenumber);
    map_free(map);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power_sums_to_variance),
        cmocka_unit_test(test_wave_vector),
        cmocka_unit_test(test_annuli),
        cmocka_unit_test(test_fitting_waves),
        cmocka_unit_test(test_open_waves),
        cmocka_unit_test(test_random_ring),
        cmocka_unit_test(test_cropped_rings),
        cmocka_unit_test(test_band_of_the_mean),
        cmocka_unit_test(test_prominence),
        cmocka_unit_test(test_scale_of_the_map),
        cmocka_unit_test(test_no_ring),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_missing_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
