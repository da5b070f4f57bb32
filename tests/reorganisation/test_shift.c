// SPDX-License-Identifier: GPL-3.0-or-later
// Fields that converge and shift by known amounts.
#include "reorganisation/shift.h"

#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { SIDE = 23, UNITS = SIDE * SIDE };

static const Scotoma SCOTOMA = {0.037, -0.061, 0.217};

// Scattered centres, peaks of 1.
static FieldMap *map_new(void) {
    FieldMap *map = field_map_new(SIDE);
    for (size_t unit = 0; unit < UNITS; unit++) {
        RandomDraws draws = random_draws(random_stream(11, "test/shift"), unit);
        map->x[unit] = ((double)(unit % SIDE) - 11) / SIDE + 0.01 * random_normal(&draws);
        map->y[unit] = (11 - (double)(unit / SIDE)) / SIDE + 0.01 * random_normal(&draws);
        map->peak[unit] = map->present[unit] = 1;
    }
    return map;
}

// Units far from the scotoma, and those that are silent, move elsewhere, which does not count.
static void fields_that_converge_on_a_place(void **state) {
    (void)state;
    FieldMap *reference = map_new(), *now = map_new();
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    for (size_t unit = 0; unit < UNITS; unit++) {
        now->x[unit] = 0.37 + 0.71 * (reference->x[unit] - 0.37);
        now->y[unit] = -0.19 + 0.71 * (reference->y[unit] + 0.19);
        bool silent = unit % 7 == 3;
        if (silent || reorganisation_zone(&comparison, unit) != ZONE_PROJECTION)
            now->x[unit] *= 3.3;
        now->peak[unit] = silent ? 0.19 : 0.23;
    }
    Shift shift;
    shift_of(&comparison, NULL, &shift);
    assert_near(shift.nearer, 1, 0);
    assert_near(shift.spread, 0.71, 1e-12);
    assert_near(shift.neighbours, 0.71, 1e-12);
    assert_true(isnan(shift.along_preference));
    Statistic rows[SHIFT_ROWS];
    shift_rows(&shift, rows);
    for (size_t i = 0; i < SHIFT_ROWS; i++)
        assert_true(isfinite(rows[i].value) == (rows[i].undefined == NULL));
    field_map_free(now);
    field_map_free(reference);
}

// The halves of the zone move apart: pairs of one half keep their distance, all others gain.
static void neighbours_are_those_nearer_than_half_the_radius(void **state) {
    (void)state;
    FieldMap *reference = map_new(), *now = map_new();
    for (size_t unit = 0; unit < UNITS; unit++)
        now->x[unit] += reference->x[unit] < SCOTOMA.x ? -5 : 5;
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    double sums[2][2] = {{0}};
    for (size_t a = 0; a < UNITS; a++)
        for (size_t b = a + 1; b < UNITS; b++) {
            if (reorganisation_zone(&comparison, a) != ZONE_PROJECTION ||
                reorganisation_zone(&comparison, b) != ZONE_PROJECTION)
                continue;
            double x = reference->x[a] - reference->x[b], y = reference->y[a] - reference->y[b],
                   apart = (reference->x[a] < SCOTOMA.x) - (reference->x[b] < SCOTOMA.x);
            for (int near = 0; near < 2; near++)
                if (near == 0 || hypot(x, y) < 0.1085) {
                    sums[near][0] += hypot(x, y);
                    sums[near][1] += hypot(x - 10 * apart, y);
                }
        }
    Shift shift;
    shift_of(&comparison, NULL, &shift);
    assert_near(shift.spread, sums[0][1] / sums[0][0], 1e-9);
    assert_near(shift.neighbours, sums[1][1] / sums[1][0], 1e-9);
    assert_true(fabs(shift.spread - shift.neighbours) > 1);
    field_map_free(now);
    field_map_free(reference);
}

// Half of the units move along an axis that is turned by 20 degrees from their preference; the
// others, three times as far, by 70 degrees.
static void shifts_are_compared_with_preferences(void **state) {
    (void)state;
    FieldMap *reference = map_new(), *now = map_new();
    const Comparison comparison = {reference, now, SCOTOMA, 0.2};
    double *z = allocate(2 * UNITS, sizeof *z), moved = 0, along = 0;
    for (size_t unit = 0; unit < UNITS; unit++) {
        RandomDraws draws = random_draws(random_stream(5, "test/preference"), unit);
        double preference = random_between(&draws, 0, M_PI), selectivity = random_uniform(&draws),
               turn = (unit % 2 ? 70 : 20) * M_PI / 180, length = unit % 2 ? 0.12 : 0.04;
        z[unit] = selectivity * cos(2 * preference);
        z[UNITS + unit] = selectivity * sin(2 * preference);
        now->x[unit] += length * cos(preference + turn);
        now->y[unit] += length * sin(preference + turn);
        if (reorganisation_zone(&comparison, unit) == ZONE_PROJECTION) {
            moved += length;
            along += length * cos(2 * turn);
        }
    }
    Shift shift;
    shift_of(&comparison, z, &shift);
    assert_near(shift.along_preference, along / moved, 1e-9);
    assert_true(along < 0);
    shift_of(&(Comparison){reference, reference, SCOTOMA, 0.2}, z, &shift); // nothing shifted
    assert_true(isnan(shift.along_preference));
    assert_near(shift.spread, 1, 0);
    assert_near(shift.nearer, 0, 0);
    release(z);
    field_map_free(now);
    field_map_free(reference);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_that_converge_on_a_place),
        cmocka_unit_test(neighbours_are_those_nearer_than_half_the_radius),
        cmocka_unit_test(shifts_are_compared_with_preferences)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
