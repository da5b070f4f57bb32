// SPDX-License-Identifier: GPL-3.0-or-later
// Distances from what is not there, against a search of all samples; and band-passed maps of which
// the parts are known.
#include "maps/region.h"

#include "base/memory.h"
#include "base/random.h"
#include "helpers/synthetic_map.h"
#include "maps/band_pass.h"
#include "maps/pinwheels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static double shorter(double d, size_t n, bool periodic) {
    return periodic ? fmin(fabs(d), (double)n - fabs(d)) : d;
}

// The distance to the nearest missing sample or, on an open map, to the samples that would come
// next beyond the edges.
static double searched(const Map *map, size_t row, size_t column) {
    double least = (double)INFINITY;
    for (size_t i = 0; i < map->height * map->width; i++)
        if (!map_has_sample(map, i))
            least = fmin(least, hypot(shorter((double)row - (double)(i / map->width), map->height,
                                              map->periodic),
                                      shorter((double)column - (double)(i % map->width), map->width,
                                              map->periodic)));
    if (!map->periodic)
        least = fmin(least, fmin(fmin((double)row + 1, (double)(map->height - row)),
                                 fmin((double)column + 1, (double)(map->width - column))));
    return least - 1;
}

static void distances_are_those_of_a_search(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        ScalarMap *map = map_new_scalar(23, 37, 1.0, periodic);
        RandomDraws draws = random_draws(random_stream(7, "holes"), (uint64_t)periodic);
        for (size_t i = 0; i < 23 * 37; i++)
            map->value[i] = random_uniform(&draws) < 0.03 ? (double)NAN : 1;
        map->value[5] = (double)NAN;
        OWNED_BY(region_free) Region region = region_of(map);
        double deepest = 0, within = 0;
        for (size_t i = 0; i < 23 * 37; i++) {
            double wanted = searched(map, i / 37, i % 37);
            assert_near(region.distance[i], wanted, 1e-12);
            deepest = fmax(deepest, wanted);
            within += wanted >= 1.37;
        }
        assert_near(region.deepest, deepest, 1e-12);
        assert_near(region_area(&region, 1.37), within, 0);
        double between = 0.7 * region.distance[8 * 37 + 11] + 0.3 * region.distance[8 * 37 + 12];
        assert_near(region_distance(&region, 11.3, 8), between, 1e-12);
        map_free(map);
    }
}

static ComplexMap *ring(void) {
    const SyntheticRing ring = {128, 128 / 12.0, 0.7, 4, 30};
    ComplexMap *map = synthetic_ring(&ring, 17);
    map->periodic = false;
    return map;
}

static void disc(Map *map, double *inside) {
    for (size_t i = 0; i < map->height * map->width; i++)
        inside[i] = hypot((double)(i / map->width) - 61.3, (double)(i % map->width) - 66.1) < 49;
}

// What lies outside is never looked at, and a drift inside goes: the pinwheels are those of the
// whole map without it.
static void a_band_pass_knows_nothing_from_outside(void **state) {
    (void)state;
    static double inside[128 * 128];
    for (size_t kind = 0; kind < 2; kind++) {
        const BandPass band = {28, 5, kind == 0 ? BAND_PASS_STEEP : BAND_PASS_GENTLE};
        ComplexMap *a = ring(), *b = ring();
        disc(a, inside);
        for (size_t i = 0; i < 128 * 128; i++)
            if (inside[i] == 0) {
                a->real[i] = 1e6 * (double)(i % 17);
                b->imaginary[i] = -3.7;
            }
        region_apply(a, inside);
        region_apply(b, inside);
        Map *of_a = band_pass_of(a, &band), *of_b = band_pass_of(b, &band);
        for (size_t i = 0; i < 128 * 128; i++) {
            assert_int_equal(map_has_sample(of_a, i), inside[i] != 0);
            if (inside[i] != 0)
                assert_true(of_a->real[i] == of_b->real[i]);
        }
        map_free(a), map_free(b), map_free(of_a), map_free(of_b);
    }
}

static void a_constant_is_gone_up_to_the_rim(void **state) {
    (void)state;
    static double inside[128 * 128];
    const BandPass band = {28, 5, BAND_PASS_STEEP}, low = {(double)INFINITY, 5, BAND_PASS_STEEP};
    ComplexMap *map = map_new(128, 128, 1, false);
    disc(map, inside);
    for (size_t i = 0; i < 128 * 128; i++)
        map->real[i] = 2.31, map->imaginary[i] = -0.47;
    region_apply(map, inside);
    Map *none = band_pass_of(map, &band), *same = band_pass_of(map, &low);
    for (size_t i = 0; i < 128 * 128; i++)
        if (inside[i] != 0) {
            assert_near(none->real[i], 0, 1e-9);
            assert_near(same->imaginary[i], -0.47, 1e-9);
        }
    map_free(map), map_free(none), map_free(same);
}

// A wave in the band passes, and one outside does not, on a torus, to the gain of the formula.
static void gains_are_those_of_the_formula(void **state) {
    (void)state;
    static const int cycles[] = {2, 5, 9, 20};
    for (size_t k = 0; k < 4; k++)
        for (size_t kind = 0; kind < 2; kind++) {
            double steepness = kind == 0 ? BAND_PASS_STEEP : BAND_PASS_GENTLE;
            const BandPass band = {26, 11, steepness};
            ScalarMap *map = synthetic_periodic_stripes(120, cycles[k], 0, 0.3);
            Map *passed = band_pass_of(map, &band);
            double at = cycles[k] / 120.0, high = 1 / (1 + exp((at - 1 / 26.0) / (steepness / 26))),
                   zero = 1 / (1 + exp(-1 / steepness)),
                   low = 1 / (1 + exp((at - 1 / 11.0) / (steepness / 11)));
            // The filtered mask of a torus is the gain at 0.
            double wanted = (1 - high / zero) * low / zero;
            for (size_t i = 0; i < 120 * 120; i += 7)
                assert_near(passed->value[i], wanted * map->value[i], 1e-9);
            map_free(map), map_free(passed);
        }
}

static void a_drift_moves_no_pinwheel_of_the_band(void **state) {
    (void)state;
    const BandPass band = {26, 5, BAND_PASS_STEEP};
    ComplexMap *map = ring(), *drifting = ring();
    for (size_t i = 0; i < 128 * 128; i++) {
        drifting->real[i] += 3 + 2 * cos((double)(i % 128) / 29);
        drifting->imaginary[i] += 1.7 * sin((double)(i / 128) / 31 + 0.4);
    }
    Map *passed = band_pass_of(map, &band), *freed = band_pass_of(drifting, &band);
    Pinwheels *own = pinwheels_new(map), *of_map = pinwheels_new(passed),
              *raw = pinwheels_new(drifting), *of_freed = pinwheels_new(freed);
    assert_true(own->count > 300 && raw->count < own->count / 2);
    assert_near((double)of_map->count, (double)own->count, 8);
    assert_near((double)of_freed->count, (double)own->count, 20);
    pinwheels_free(own), pinwheels_free(of_map), pinwheels_free(raw), pinwheels_free(of_freed);
    map_free(map), map_free(drifting), map_free(passed), map_free(freed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_a_search),
        cmocka_unit_test(a_band_pass_knows_nothing_from_outside),
        cmocka_unit_test(a_constant_is_gone_up_to_the_rim),
        cmocka_unit_test(gains_are_those_of_the_formula),
        cmocka_unit_test(a_drift_moves_no_pinwheel_of_the_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
