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

static void what_is_given_stays(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = ring(5);
    const BandPass high = {27, 0, BAND_PASS_STEEP}, both = {27, 5, BAND_PASS_STEEP};
    BandChoice choice = band_choice_of(map, &high);
    assert_near(choice.band.high_pass, 27, 0);
    assert_true(choice.of_low_pass.low < choice.band.low_pass &&
                choice.band.low_pass < choice.of_low_pass.high);
    OWNED char *text = band_choice_text(&choice, 0.05, "mm");
    assert_non_null(strstr(text, "high-pass at 1.35 mm, as asked; low-pass at "));
    assert_non_null(strstr(text, "stays within 4 %"));
    choice = band_choice_of(map, &both);
    assert_near(choice.band.low_pass, 5, 0);
    OWNED char *given = band_choice_text(&choice, 1, "samples");
    assert_non_null(strstr(given, "low-pass at 5 samples, as asked; steepness 0.05; wavelength 1"));
}

static void noise_has_no_band(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *map = map_new(SIDE, SIDE, 1, false);
    synthetic_add_noise(map, 1, 8);
    const BandPass given = {0, 0, BAND_PASS_STEEP};
    BandChoice choice = band_choice_of(map, &given);
    assert_true(isnan(choice.wavelength) && choice.band.low_pass == 0 &&
                isinf(choice.band.high_pass));
    OWNED char *text = band_choice_text(&choice, 1, "samples");
    assert_non_null(strstr(text, "no high-pass leaves a ring"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drift_and_noise_are_seen_through),
        cmocka_unit_test(what_is_given_stays),
        cmocka_unit_test(noise_has_no_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
