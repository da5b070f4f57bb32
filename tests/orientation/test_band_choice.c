// SPDX-License-Identifier: GPL-3.0-or-later
// Cut-offs that are found under drift and noise give back the pinwheels of the map without them.
#include "orientation/band_choice.h"

#include "base/memory.h"
#include "helpers/synthetic_map.h"
#include "maps/pinwheels.h"
#include "maps/wavelength.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { SIDE = 128 };

static ComplexMap *ring(uint64_t seed) {
    const SyntheticRing ring = {SIDE, SIDE / 12.0, 0.9, 6, 20};
    ComplexMap *map = synthetic_ring(&ring, seed);
    map->periodic = false;
    return map;
}

static void add_drift(ComplexMap *map, double size) {
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        map->real[i] += size * (1 + cos((double)(i % SIDE) / 23 + 0.3));
        map->imaginary[i] += size * sin((double)(i / SIDE) / 27 + (double)(i % SIDE) / 40);
    }
}

static size_t count_of(const Map *map) {
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(map);
    return pinwheels->count;
}

static void drift_and_noise_are_seen_through(void **state) {
    (void)state;
    static const double steepness[] = {BAND_PASS_STEEP, BAND_PASS_GENTLE};
    for (uint64_t seed = 1; seed < 4; seed++)
        for (size_t k = 0; k < 2; k++) {
            OWNED_BY(map_free_owned) ComplexMap *clean = ring(seed), *map = ring(seed);
            add_drift(map, 1.5);
            synthetic_add_noise(map, 0.7, seed);
            assert_false(wavelength_of(map).ring);
            const BandPass given = {0, 0, steepness[k]};
            BandChoice choice = band_choice_of(map, &given);
            assert_near(choice.wavelength, wavelength_of(clean).peak_fit, 0.3);
            assert_true(choice.band.low_pass > 3 && choice.band.low_pass < 12.5);
            assert_true(choice.band.high_pass > 14 && choice.band.high_pass < 60);
            OWNED_BY(map_free_owned) Map *passed = band_pass_of(map, &choice.band);
            assert_near((double)count_of(passed) / (double)count_of(clean), 1,
                        k == 0 ? 0.06 : 0.15);
        }
}

// Every sample of a map four times as large stands 4 x 4 times.
static void large_maps_are_joined(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = ring(6);
    OWNED_BY(map_free_owned) ComplexMap *large = map_new(4 * SIDE, 4 * SIDE, 1, false);
    for (size_t i = 0; i < 16 * SIDE * SIDE; i++) {
        size_t from = i / (4 * SIDE) / 4 * SIDE + i % (4 * SIDE) / 4;
        large->real[i] = map->real[from];
        large->imaginary[i] = map->imaginary[from];
    }
    const BandPass given = {0, 0, BAND_PASS_STEEP};
    BandChoice choice = band_choice_of(map, &given), of_large = band_choice_of(large, &given);
    assert_near(of_large.wavelength / choice.wavelength, 4, 0.04);
    assert_near(of_large.band.high_pass / choice.band.high_pass, 4, 0.7);
    assert_near(of_large.of_low_pass.high / choice.of_low_pass.high, 4, 0.7);
}

static void what_is_given_stays(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = ring(5);
    const BandPass high = {27, 0, BAND_PASS_STEEP}, both = {27, 5, BAND_PASS_STEEP};
    BandChoice choice = band_choice_of(map, &high);
    assert_near(choice.band.high_pass, 27, 0);
    assert_true(choice.of_low_pass.low < choice.band.low_pass &&
                choice.band.low_pass < choice.of_low_pass.high);
    Results *results = results_new("orientation");
    band_choice_results(&choice, results);
    const ResultNumber *high_pass = results_number(results, "band_pass.high_pass"),
                       *low_pass = results_number(results, "band_pass.low_pass");
    assert_near(high_pass->value, 27, 0);
    assert_non_null(strstr(high_pass->definition, "as asked"));
    assert_near(low_pass->value, choice.band.low_pass, 0);
    assert_non_null(strstr(low_pass->definition, "stays within 4 %"));
    results_free(results);
    choice = band_choice_of(map, &both);
    assert_near(choice.band.low_pass, 5, 0);
}

static void noise_has_no_band(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = map_new(SIDE, SIDE, 1, false);
    synthetic_add_noise(map, 1, 8);
    const BandPass given = {0, 0, BAND_PASS_STEEP};
    BandChoice choice = band_choice_of(map, &given);
    assert_true(isnan(choice.wavelength) && choice.band.low_pass == 0 &&
                isinf(choice.band.high_pass));
    Results *results = results_new("orientation");
    band_choice_results(&choice, results);
    assert_true(isnan(results_number(results, "band_pass.low_pass")->value));
    assert_non_null(strstr(results->warning[0], "no high-pass leaves a ring"));
    results_free(results);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drift_and_noise_are_seen_through),
        cmocka_unit_test(what_is_given_stays),
        cmocka_unit_test(large_maps_are_joined),
        cmocka_unit_test(noise_has_no_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
