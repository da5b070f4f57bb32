// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/field.h"

#include "base/memory.h"
#include "kernels/geometry.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// Units of whole discs, counted in another simulator (docs/model.md).
static void discs_have_the_known_numbers_of_units(void **state) {
    (void)state;
    static const struct {
        long radius;
        size_t units;
    } known[] = {{1, 9},   {2, 21},  {3, 37},   {4, 69},   {5, 97},
                 {6, 137}, {9, 293}, {10, 349}, {11, 421}, {22, 1597}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        assert_int_equal(field_units(known[k].radius, NULL), known[k].units);
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

// The centres of the targets in lanes 0 to 15, `ratio` source units apart.
static FieldCentres centres_of(size_t i, size_t j, double ratio, size_t n) {
    FieldCentres centres = {0};
    for (size_t t = 0; t < LANES; t++) {
        double row = ((double)(i + t / TILE_SIDE) + 0.5) * ratio,
               column = ((double)(j + t % TILE_SIDE) + 0.5) * ratio;
        centres.there[t] = row < (double)n && column < (double)n;
        centres.row[t] = (long)row;
        centres.column[t] = (long)column;
    }
    return centres;
}

// What every target of a block sees through its lines, against a direct look at the sheet.
static void check_block(const TileGrid *grid, const float *activity, const float *tiles,
                        long radius, const FieldCentres *centres) {
    FieldCentres counted = *centres;
    size_t origin = field_origin(grid, &counted);
    FieldPattern *pattern = field_pattern_new(radius, NULL, &counted, grid);
    assert_true(field_pattern_is(pattern, &counted));
    long n = (long)grid->n, before = -1;
    for (size_t k = 0; k < pattern->tiles; k++) { // from the middle outwards
        long tile = (long)origin + pattern->tile[k];
        assert_in_range(tile, 0, grid->width * grid->width - 1);
        long down =
            2 * (tile / (long)grid->width - (long)origin / (long)grid->width - pattern->top) -
            pattern->height + 1;
        long across =
            2 * (tile % (long)grid->width - (long)origin % (long)grid->width - pattern->left) -
            pattern->width + 1;
        assert_true(down * down + across * across >= before);
        before = down * down + across * across;
    }
    for (size_t t = 0; t < LANES; t++) {
        size_t covered = 0, on_disc = 0;
        for (size_t line = 0; line < pattern->tiles * LANES; line++)
            covered += pattern->covered[line] >> t & 1;
        for (long di = -radius; di <= radius && centres->there[t]; di++)
            for (long dj = -radius; dj <= radius; dj++) {
                if (!field_covers(radius, di, dj))
                    continue;
                FieldRow lines = field_row(pattern, t, di);
                size_t line = field_line(&lines, dj);
                long row = centres->row[t] + di, column = centres->column[t] + dj;
                bool there = row >= 0 && row < n && column >= 0 && column < n;
                float expected =
                    !there && !grid->periodic ? 0 : activity[(row + n) % n * n + (column + n) % n];
                assert_true(line < pattern->tiles * LANES && pattern->covered[line] >> t & 1);
                long tile = (long)origin + pattern->tile[line / LANES];
                assert_true(tiles[(size_t)tile * LANES + line % LANES] == expected);
                on_disc++;
            }
        assert_int_equal(covered, on_disc);
        assert_int_equal(on_disc, centres->there[t] ? field_units(radius, NULL) : 0);
    }
    field_pattern_free(pattern);
}

static void check_fields(size_t n, long radius, bool periodic, double ratio) {
    TileGrid grid = tile_grid(n, periodic, (size_t)radius);
    assert_true(grid.margin >= (size_t)radius && grid.margin % TILE_SIDE == 0);
    float *values = allocate(n * n, sizeof *values);
    Activity activity;
    activity_init(&activity, &grid);
    for (size_t i = 0; i < n * n; i++)
        values[i] = (float)(i + 1); // every unit has its own number
    activity_write(&grid, values, &activity);
    size_t targets = (size_t)((double)n / ratio);
    for (size_t i = 0; i < targets; i += TILE_SIDE)
        for (size_t j = 0; j < targets; j += TILE_SIDE) {
            FieldCentres centres = centres_of(i, j, ratio, n);
            check_block(&grid, values, activity.tiles, radius, &centres);
        }
    activity_finish(&activity);
    release(values);
}

static void fields_see_exactly_their_units(void **state) {
    (void)state;
    static const double ratios[] = {1, 0.2449, 2.385};
    for (size_t n = 5; n <= 60; n += 4 + n / 9)
        for (long radius = 1; radius <= 13; radius += 3) // 4 fills its margin
            for (size_t k = 0; k < sizeof ratios / sizeof *ratios; k++) {
                if ((double)n < ratios[k])
                    continue;
                check_fields(n, radius, false, ratios[k]);
                if (2 * radius + 1 <= (long)n)
                    check_fields(n, radius, true, ratios[k]);
            }
    check_fields(46, 22, true, 1); // a disc nearly as large as the torus
    check_fields(6, 22, false, 1); // a disc much larger than the sheet
}

// Neighbours whose fields lie far apart, as scatter on a torus may have it.
static void scattered_fields_share_a_pattern(void **state) {
    (void)state;
    TileGrid grid = tile_grid(31, true, 5);
    float *values = allocate(31 * 31, sizeof *values);
    Activity activity;
    activity_init(&activity, &grid);
    for (size_t i = 0; i < 31 * 31; i++)
        values[i] = (float)(i + 1);
    activity_write(&grid, values, &activity);
    for (long k = 0; k < 20; k++) {
        FieldCentres centres = {0};
        for (size_t t = 0; t < LANES; t++) {
            centres.there[t] = (t + (size_t)k) % 5 != 0;
            centres.row[t] = (7 * (long)t + 11 * k) % 31;
            centres.column[t] = (13 * (long)t * k + 5) % 31;
        }
        check_block(&grid, values, activity.tiles, 5, &centres);
    }
    activity_finish(&activity);
    release(values);
}

static void the_number_of_tiles_is_estimated(void **state) {
    (void)state;
    for (long radius = 2; radius <= 22; radius += 4)
        for (size_t k = 0; k < 2; k++) {
            TileGrid grid = tile_grid(48, false, (size_t)radius);
            double ratio = k ? 0.25 : 1;
            FieldCentres centres = centres_of(16, 16, ratio, 48);
            field_origin(&grid, &centres);
            FieldPattern *pattern = field_pattern_new(radius, NULL, &centres, &grid);
            assert_near(field_tiles_estimate(radius, NULL, ceil(3 * ratio)), (double)pattern->tiles,
                        0.25 * (double)pattern->tiles);
            field_pattern_free(pattern);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(discs_have_the_known_numbers_of_units),
        cmocka_unit_test(radii_are_rounded_down_to_units),
        cmocka_unit_test(fields_see_exactly_their_units),
        cmocka_unit_test(scattered_fields_share_a_pattern),
        cmocka_unit_test(the_number_of_tiles_is_estimated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
