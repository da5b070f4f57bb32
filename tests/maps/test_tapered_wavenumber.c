// SPDX-License-Identifier: GPL-3.0-or-later
// The mean wavenumber of a tapered map against maps whose mean wavenumber is known.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"
#include "maps/tapered_wavenumber.h"
#include "maps/wavelength.h"

#include <gsl/gsl_errno.h>
#include <math.h>

enum { SIDE = 99, WHOLE = 396, MAPS = 8 };

static double tapered_of(const Map *map) {
    double peak = wavelength_of(map).peak_wavenumber;
    return tapered_wavenumber(map, 0.5 * peak, 2 * peak);
}

// Mean errors, as shares, of both wavelengths on open maps of some periods, cut from larger ones.
static void find_errors(double periods, double width, bool scalar, double *plain, double *tapered) {
    double k = periods * WHOLE / SIDE, mean, mean_square;
    SyntheticRing ring = {WHOLE, k, width * k, 0.4 * k, 2.0 * k};
    synthetic_ring_moments(&ring, &mean, &mean_square);
    *plain = *tapered = 0;
    for (uint64_t seed = 700; seed < 700 + MAPS; seed++) {
        OWNED_BY(map_free_owned) Map *field = synthetic_ring(&ring, seed);
        OWNED_BY(map_free_owned) Map *real = synthetic_real_part(field);
        for (size_t part = 0; part < 9; part++) {
            OWNED_BY(map_free_owned)
            Map *crop = map_crop(scalar ? real : field, part / 3 * 132, part % 3 * 132, SIDE, SIDE);
            double wanted = mean * SIDE / WHOLE;
            *plain += (wavelength_of(crop).mean_wavenumber * wanted / SIDE - 1) / (9.0 * MAPS);
            *tapered += (wanted / tapered_of(crop) - 1) / (9.0 * MAPS);
        }
    }
}

// The edges of an open map shorten the plain mean wavenumber's wavelength and leave the tapered
// one's as it is.
static void test_open_maps(void **state) {
    (void)state;
    for (size_t scalar = 0; scalar < 2; scalar++)
        for (double periods = 4; periods < 6; periods++) {
            double plain, tapered;
            find_errors(periods, 0.05, scalar > 0, &plain, &tapered);
            assert_in_range((int)(-1e4 * plain), 150, 300);
            assert_near(tapered, 0, 0.004);
            find_errors(periods, 0.15, scalar > 0, &plain, &tapered);
            assert_near(tapered, 0, 0.006);
        }
}

// The taper's blur is taken off in any direction, also where height and width differ.
static void test_waves(void **state) {
    (void)state;
    static const double direction[] = {0.0, 0.7, 1.5708, 2.3};
    for (size_t i = 0; i < 4; i++) {
        OWNED_BY(map_free_owned) ComplexMap *map = synthetic_plane_wave(90, 90, 15.7, direction[i]);
        assert_near(90 / tapered_of(map), 15.7, 0.02 * 15.7);
        OWNED_BY(map_free_owned)
        ComplexMap *wide = synthetic_plane_wave(80, 120, 11.3, direction[i]);
        assert_near(sqrt(80 * 120) / tapered_of(wide), 11.3, 0.02 * 11.3);
    }
}

// On a torus both are the same.
static void test_periodic_map(void **state) {
    (void)state;
    SyntheticRing ring = {120, 8.3, 0.9, 4.0, 16.0};
    OWNED_BY(map_free_owned) ComplexMap *map = synthetic_ring(&ring, 3);
    assert_near(120 / tapered_of(map), wavelength_of(map).mean_wavenumber, 1e-9);
}

// The mean of z has no part in it, and missing samples hardly any.
static void test_mean_and_missing_samples(void **state) {
    (void)state;
    SyntheticRing ring = {240, 16.6, 1.8, 8.0, 32.0};
    OWNED_BY(map_free_owned) ComplexMap *whole = synthetic_ring(&ring, 3);
    OWNED_BY(map_free_owned) ComplexMap *map = map_crop(whole, 11, 37, 90, 90);
    double before = tapered_of(map), peak = wavelength_of(map).peak_wavenumber;
    for (size_t i = 0; i < 90 * 90; i++)
        map->real[i] += 1.7;
    assert_near(tapered_wavenumber(map, 0.5 * peak, 2 * peak), before, 0.01 * before);
    for (size_t i = 0; i < 90 * 90; i += 37)
        map->real[i] = (double)NAN;
    assert_near(tapered_wavenumber(map, 0.5 * peak, 2 * peak), before, 0.03 * before);
    assert_true(isnan(tapered_wavenumber(map, 3.01, 3.02)));
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_maps),
        cmocka_unit_test(test_waves),
        cmocka_unit_test(test_periodic_map),
        cmocka_unit_test(test_mean_and_missing_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
