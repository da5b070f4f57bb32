// SPDX-License-Identifier: GPL-3.0-or-later
#include "field.h"

#include "geometry.h"
#include "memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "assert_near.h"

// Units of whole discs, counted in another simulator (docs/model.md).
static void discs_have_the_known_numbers_of_units(void **state) {
    (void)state;
    static const struct {
        long radius;
        size_t units;
    } known[] = {{1, 9},   {2, 21},  {3, 37},   {4, 69},   {5, 97},
                 {6, 137}, {9, 293}, {10, 349}, {11, 421}, {22, 1597}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        TileGrid grid = tile_grid(48, false, (size_t)known[k].radius);
        FieldShape shape;
        field_shape_init(&shape, known[k].radius, &grid);
        assert_int_equal(shape.units, known[k].units);
        double tiles = 0;
        for (size_t p = 0; p < PHASES; p++) {
            double sum = 0;
            tiles += (double)shape.phase[p].tiles;
            for (size_t i = 0; i < shape.phase[p].tiles * LANES; i++)
                sum += (double)shape.phase[p].mask[i];
            assert_true(sum == (double)known[k].units);
        }
        assert_near(field_tiles_estimate(known[k].radius), tiles / PHASES, 0.1 * tiles / PHASES);
        field_shape_finish(&shape);
    }
}

static void radii_are_rounded_down_to_units(void **state) {
    (void)state;
    assert_int_equal(field_radius(0.27083, 24), 6);
    assert_int_equal(field_radius(0.375, 24), 9);
    assert_int_equal(field_radius(0.104, 98), 10);
    assert_int_equal(field_radius(0.22917, 47), 10);
    assert_int_equal(field_radius(0.00174, 48), 1);
    assert_int_equal(field_radius(0, 48), 1);
    // A product that is a whole number stays one, whatever rounding does to its factors.
    for (int n = 5; n <= 400; n++)
        for (int side = 1; side <= 60; side++)
            for (int r = 1; r < n; r += 7) {
                Geometry geometry = geometry_of(n / (side / 20.0), side / 40.0, false);
                assert_int_equal(geometry.n, n);
                assert_int_equal(field_radius(r * (side / 20.0) / n, geometry.density), r);
            }
}

// Lays a random pattern out, and checks what every unit's field sees through its tiles against a
// direct look.
static void check_fields(size_t n, long radius, bool periodic) {
    TileGrid grid = tile_grid(n, periodic, (size_t)radius);
    FieldShape shape;
    field_shape_init(&shape, radius, &grid);
    assert_true(grid.margin >= (size_t)radius && grid.margin % TILE_SIDE == 0);
    float *activity = allocate(n * n, sizeof *activity),
          *tiles = allocate(grid.size, sizeof *tiles);
    float *seen = allocate(grid.size, sizeof *seen);
    for (size_t i = 0; i < n * n; i++)
        activity[i] = (float)(i + 1); // every unit has its own number
    tiles_fill(&grid, activity, tiles);
    for (long i = 0; i < (long)n; i++)
        for (long j = 0; j < (long)n; j++) {
            size_t p = field_phase(i, j), start = tile_place(&grid, i, j) / LANES * LANES;
            const FieldPhase *phase = &shape.phase[p];
            double masked = 0, direct = 0;
            for (size_t k = 0; k < phase->tiles; k++) {
                long first = (long)start + phase->offset[k];
                assert_in_range(first, 0, grid.size - LANES);
                assert_true(k == 0 || phase->offset[k] > phase->offset[k - 1]);
                for (size_t l = 0; l < LANES; l++) {
                    seen[k * LANES + l] = tiles[(size_t)first + l];
                    masked += (double)(phase->mask[k * LANES + l] * tiles[(size_t)first + l]);
                }
            }
            for (long di = -radius; di <= radius; di++)
                for (long dj = -radius; dj <= radius; dj++) {
                    if ((double)(di * di + dj * dj) >
                        ((double)radius + 0.5) * ((double)radius + 0.5)) {
                        assert_false(field_covers(&shape, di, dj));
                        continue;
                    }
                    assert_true(field_covers(&shape, di, dj));
                    size_t place = field_place(&shape, p, &grid, di, dj);
                    long row = i + di, column = j + dj, side = (long)n;
                    bool there = row >= 0 && row < side && column >= 0 && column < side;
                    float expected =
                        !there && !periodic
                            ? 0
                            : activity[(row + side) % side * side + (column + side) % side];
                    assert_true(place < phase->tiles * LANES && phase->mask[place] == 1);
                    assert_true(seen[place] == expected);
                    direct += (double)expected;
                }
            assert_near(masked, direct, 1e-9 * direct);
        }
    release(seen);
    release(tiles);
    release(activity);
    field_shape_finish(&shape);
}

static void fields_see_exactly_their_units(void **state) {
    (void)state;
    for (size_t n = 5; n <= 60; n += 1 + n / 9)
        for (long radius = 1; radius <= 13; radius++) { // 4, 8 and 12 fill their margin
            check_fields(n, radius, false);
            if (2 * radius + 1 <= (long)n)
                check_fields(n, radius, true);
        }
    check_fields(46, 22, true); // a disc nearly as large as the torus
    check_fields(6, 22, false); // a disc much larger than the sheet
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discs_have_the_known_numbers_of_units),
        cmocka_unit_test(radii_are_rounded_down_to_units),
        cmocka_unit_test(fields_see_exactly_their_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
