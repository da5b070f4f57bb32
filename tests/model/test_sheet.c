// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sheet.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A sheet of 11 x 11 units with "name=value" texts applied, a field radius of 5 and 3 delays.
static void start(SheetSettings *settings, Sheet *sheet, const char *const *assignments) {
    const Block *block = &sheet_kinds[0]->block;
    Error error = {0};
    block_start(block, settings);
    settings->density = 11.4;
    settings->half_width = 0.5;
    for (; *assignments; assignments++)
        if (!settings_assign(block, settings, *assignments, false, "sheet", &error))
            fail_msg("%s", error.text);
    if (!sheet_init(sheet, "s", NULL, settings, (SheetReach){5, 3, 1}, &error))
        fail_msg("%s", error.text);
    assert_int_equal(sheet->geometry.n, 11);
}

static void finish(SheetSettings *settings, Sheet *sheet) {
    sheet_finish(sheet);
    block_finish(&sheet_kinds[0]->block, settings);
}

static void fill(Sheet *sheet, double seed) {
    for (size_t i = 0; i < sheet->units; i++)
        sheet->activity[i] = (float)fabs(sin(seed + 1.7 * (double)i));
}

// Constant activity a moves the average to a as smoothing^t, and the threshold by the rate times
// the summed excess.
static void thresholds_follow_the_closed_form(void **state) {
    (void)state;
    SheetSettings settings;
    Sheet sheet;
    start(&settings, &sheet,
          (const char *const[]){"homeostasis.enabled=true", "homeostasis.target=0.031",
                                "homeostasis.rate=0.07", "homeostasis.smoothing=0.83",
                                "threshold=0.213", "mask=disc", "mask.radius=0.4", NULL});
    fill(&sheet, 2.385);
    sheet_publish(&sheet);
    size_t outside = 0;
    for (int t = 1; t <= 23; t++) {
        sheet_adapt(&sheet, t - 1);
        for (size_t i = 0; i < sheet.units; i++) {
            if (!sheet.inside[i]) {
                outside++;
                assert_true(sheet.activity[i] == 0 && sheet.threshold[i] == 0.213);
                continue;
            }
            double excess = (double)sheet.activity[i] - 0.031, kept = pow(0.83, t);
            assert_near(sheet.average[i], 0.031 + excess * (1 - kept), 1e-12);
            assert_near(sheet.threshold[i], 0.213 + 0.07 * excess * (t - 0.83 * (1 - kept) / 0.17),
                        1e-12);
        }
    }
    assert_true(outside > 0);
    finish(&settings, &sheet);
    start(&settings, &sheet, (const char *const[]){"threshold=0.213", NULL});
    fill(&sheet, 1);
    sheet_adapt(&sheet, 0);
    assert_true(sheet.threshold[17] == 0.213);
    finish(&settings, &sheet);
}

// A silent unit's threshold falls to the higher floor, and an active one's rises from there.
static void thresholds_stop_at_the_floors(void **state) {
    (void)state;
    static const struct {
        const char *floor, *relative;
        double lesion_threshold, expected;
    } cases[] = {{"homeostasis.floor=0.117", "homeostasis.relative_floor=none", 0.2, 0.117},
                 {"homeostasis.floor=none", "homeostasis.relative_floor=0.56", 0.2, 0.112},
                 {"homeostasis.floor=0.117", "homeostasis.relative_floor=0.56", 0.2, 0.117},
                 {"homeostasis.floor=0.117", "homeostasis.relative_floor=0.56", 0.25, 0.14},
                 {"homeostasis.floor=none", "homeostasis.relative_floor=0.56", (double)NAN, -1}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        SheetSettings settings;
        Sheet sheet;
        start(&settings, &sheet,
              (const char *const[]){"homeostasis.enabled=true", "homeostasis.target=0.031",
                                    "homeostasis.rate=0.7", "threshold=0.213", cases[k].floor,
                                    cases[k].relative, NULL});
        sheet.lesion_threshold = cases[k].lesion_threshold;
        sheet.activity[40] = 0.4f;
        sheet_publish(&sheet);
        for (int t = 0; t < 90; t++)
            sheet_adapt(&sheet, t);
        assert_true(sheet.threshold[40] > 0.213);
        if (cases[k].expected > 0)
            assert_near(sheet.threshold[7], cases[k].expected, 1e-15);
        else // 0.7 * (-0.031) for each average that has fallen: no floor
            assert_true(sheet.threshold[7] < 0.1);
        finish(&settings, &sheet);
    }
}

// At a constant average the gain is multiplied by 1 + rate (target - average) each time, until it
// meets a bound.
static void gains_follow_the_closed_form(void **state) {
    (void)state;
    SheetSettings settings;
    Sheet sheet;
    start(&settings, &sheet,
          (const char *const[]){"homeostasis.enabled=true", "homeostasis.mode=gain",
                                "homeostasis.target=0.31", "homeostasis.rate=0.37",
                                "homeostasis.smoothing=0", "homeostasis.cap=5.3", "threshold=0.213",
                                "mask=disc", "mask.radius=0.4", NULL});
    fill(&sheet, 2.385);
    sheet_publish(&sheet);
    size_t bounds[2] = {0};
    for (int t = 1; t <= 23; t++) {
        sheet_adapt(&sheet, t - 1);
        for (size_t i = 0; i < sheet.units; i++) {
            double factor = 1 + 0.37 * (0.31 - (double)sheet.activity[i]);
            double free = sheet.inside[i] ? pow(factor, t) : 1;
            assert_near(sheet.gain[i], fmin(5.3, fmax(1 / 5.3, free)), 1e-12);
            assert_true(sheet.threshold[i] == 0.213);
            bounds[0] += free < 1 / 5.3;
            bounds[1] += free > 5.3;
        }
    }
    assert_true(bounds[0] > 10 && bounds[1] > 10);
    finish(&settings, &sheet);
}

static bool is_target(const Sheet *sheet, size_t i) {
    size_t row = i / 11, column = i % 11, across = sheet_strips_across(sheet);
    return sheet->strip_targets[row / STRIP_ROWS * across + column / STRIP_COLUMNS] >>
               (row % STRIP_ROWS * STRIP_COLUMNS + column % STRIP_COLUMNS) &
           1;
}

// Two lesions that overlap, over a mask: what is inside is what neither holds.
static void lesions_hold_until_they_are_undone(void **state) {
    (void)state;
    enum { UNITS = 121 };
    SheetSettings settings;
    Sheet sheet;
    unsigned char lost[2][UNITS];
    start(&settings, &sheet,
          (const char *const[]){"homeostasis.enabled=true", "homeostasis.rate=0.7",
                                "threshold=0.213", "mask=disc", "mask.radius=0.4", NULL});
    for (size_t i = 0; i < UNITS; i++) {
        lost[0][i] = i % 11 < 5;
        lost[1][i] = i % 11 > 2 && i < 60;
    }
    // Added: one, both, the first anew; undone: the second, twice; the first; all of both.
    static const char steps[] = "ABAbbaABx";
    bool holds[2] = {false};
    size_t silenced = 0;
    for (size_t s = 0; steps[s]; s++) {
        double before[UNITS];
        size_t k = steps[s] == 'A' || steps[s] == 'a' ? 0 : 1;
        const char *name = k ? "second" : "first";
        memcpy(before, sheet.threshold, sizeof before);
        fill(&sheet, 0.37 + (double)s);
        sheet_publish(&sheet);
        if (steps[s] == 'A' || steps[s] == 'B')
            sheet_add_lesion(&sheet, name, lost[k]);
        else
            sheet_remove_lesion(&sheet, steps[s] == 'x' ? NULL : name);
        holds[k] = steps[s] == 'A' || steps[s] == 'B';
        holds[0] = holds[0] && steps[s] != 'x';
        sheet_adapt(&sheet, 0);
        for (size_t i = 0; i < UNITS; i++) {
            bool inside =
                sheet.in_mask[i] && !(holds[0] && lost[0][i]) && !(holds[1] && lost[1][i]);
            size_t place = tile_place(&sheet.grid, (long)(i / 11), (long)(i % 11));
            assert_int_equal(sheet.inside[i], inside);
            assert_int_equal(is_target(&sheet, i), inside);
            assert_true(sheet.shown[0].tiles[place] == sheet.activity[i]);
            assert_true(inside || (sheet.activity[i] == 0 && sheet.threshold[i] == before[i]));
            assert_true(sheet.activity[i] == 0 || sheet.threshold[i] != before[i]);
            silenced += sheet.in_mask[i] && !inside;
        }
    }
    assert_true(silenced > 100 && sheet.lesions == 0);
    finish(&settings, &sheet);
}

static void the_past_moves_one_step_at_a_time(void **state) {
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        SheetSettings settings;
        Sheet sheet;
        start(&settings, &sheet,
              (const char *const[]){periodic ? "boundary=periodic" : "boundary=open", NULL});
        for (int t = 0; t < 9; t++) {
            fill(&sheet, t);
            sheet_publish(&sheet);
            for (int d = 0; d <= 3; d++)
                for (size_t i = 0; i < sheet.units; i++) {
                    float expected = t < d ? 0 : (float)fabs(sin(t - d + 1.7 * (double)i));
                    long row = (long)(i / 11), column = (long)(i % 11);
                    const float *tiles = sheet.shown[d].tiles;
                    assert_true(tiles[tile_place(&sheet.grid, row, column)] == expected);
                    float wrapped =
                        column < 5 ? tiles[tile_place(&sheet.grid, row, column + 11)] : expected;
                    assert_true(wrapped == (periodic || column >= 5 ? expected : 0));
                }
            sheet_remember(&sheet);
        }
        finish(&settings, &sheet);
    }
}

static void means_are_over_the_mask(void **state) {
    (void)state;
    SheetSettings settings;
    Sheet sheet;
    start(&settings, &sheet,
          (const char *const[]){"mask=disc", "mask.radius=0.3", "mask.x=0.1", NULL});
    fill(&sheet, 0.37);
    double sum = 0, n = 0;
    for (size_t i = 0; i < sheet.units; i++) {
        double x = -0.5 + ((double)(i % 11) + 0.5) / 11 - 0.1,
               y = 0.5 - ((double)(i / 11) + 0.5) / 11;
        bool inside = x * x + y * y <= 0.09;
        assert_int_equal(sheet.inside[i], inside);
        sum += inside ? (double)sheet.activity[i] : 0;
        n += inside;
    }
    sheet_publish(&sheet);
    assert_near(sheet_mean_activity(&sheet), sum / n, 1e-7);
    finish(&settings, &sheet);
}

static void activity_too_small_to_matter_is_none(void **state) {
    (void)state;
    const struct {
        float value;
        bool kept;
    } cases[] = {{0x1.2cp-86f, true}, {-0x1p-86f, true},  {0x1.fffffep-87f, false},
                 {-1.7e-39f, false},  {0x1p-149f, false}, {0.31f, true},
                 {(float)NAN, true}};
    enum { CASES = sizeof cases / sizeof *cases };
    SheetSettings settings;
    Sheet sheet;
    start(&settings, &sheet, (const char *const[]){NULL});
    for (size_t k = 0; k < CASES; k++)
        sheet.activity[13 * k + 2] = cases[k].value;
    sheet_publish(&sheet);
    size_t active = 0, kept = 0;
    for (size_t tile = 0; tile < sheet.grid.width * sheet.grid.width; tile++)
        active += sheet.shown[0].units.active[tile];
    for (size_t k = 0; k < CASES; k++) {
        long i = (long)(13 * k + 2) / 11, j = (long)(13 * k + 2) % 11;
        float in_tile = sheet.shown[0].tiles[tile_place(&sheet.grid, i, j)],
              in_row = sheet.shown[0].rows[row_place(&sheet.grid, i, j)];
        assert_memory_equal(&in_tile, cases[k].kept ? &cases[k].value : &(float){0},
                            sizeof in_tile);
        assert_memory_equal(&in_row, &in_tile, sizeof in_row);
        kept += cases[k].kept;
    }
    assert_int_equal(active, kept);
    finish(&settings, &sheet);
}

static void activity_out_of_bounds_is_told(void **state) {
    (void)state;
    static const float bad[] = {7.01f, -7.01f, INFINITY, -INFINITY, NAN};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        SheetSettings settings;
        Sheet sheet;
        Error error = {0};
        start(&settings, &sheet, (const char *const[]){NULL});
        fill(&sheet, 1);
        sheet.activity[3] = -7.0f;
        assert_true(sheet_check_activity(&sheet, 7, &error));
        sheet.activity[4 * 11 + 9] = bad[k];
        assert_false(sheet_check_activity(&sheet, 7, &error));
        assert_non_null(strstr(error.text, "sheet s, unit (row 4, column 9)"));
        error_clear(&error);
        finish(&settings, &sheet);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_follow_the_closed_form),
        cmocka_unit_test(thresholds_stop_at_the_floors),
        cmocka_unit_test(gains_follow_the_closed_form),
        cmocka_unit_test(lesions_hold_until_they_are_undone),
        cmocka_unit_test(the_past_moves_one_step_at_a_time),
        cmocka_unit_test(means_are_over_the_mask),
        cmocka_unit_test(activity_too_small_to_matter_is_none),
        cmocka_unit_test(activity_out_of_bounds_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
