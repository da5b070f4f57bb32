// SPDX-License-Identifier: GPL-3.0-or-later
// Transfer functions against those of another simulator, point by point (tests/data).
#include "base/memory.h"
#include "helpers/named_transfer.h"
#include "helpers/recording.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static Array recorded(const char *function, const char *what) {
    OWNED char *dataset = format_text("/transfer/%s/%s", function, what);
    return recording_array("topographica_functions.h5", dataset);
}

typedef struct {
    const char *name; // NULL: none
    double value;
} Value;

// The recorded functions, by the settings of a kind that give the same. Not here: functions that
// jump, and those that are not bounded below.
static const struct {
    const char *function, *kind;
    Value settings[3];
} same[] = {
    {"half_rectify_0", "rectified", {{NULL, 0}}},
    {"half_rectify_1", "power", {{"offset", 0.15}, {"exponent", 1}}},
    {"half_rectify_2", "power", {{"gain", 2.5}, {"offset", 0.15}, {"exponent", 1}}},
    {"half_rectify_and_power_0", "power", {{"exponent", 2}}},
    {"half_rectify_and_power_1", "power", {{"offset", 0.1}, {"exponent", 2.5}}},
    {"half_rectify_and_power_2", "power", {{"offset", 0.1}, {"exponent", 0.5}}},
    {"half_rectify_and_power_3", "power", {{"exponent", 1}}},
    {"half_rectify_and_square_0", "squared", {{NULL, 0}}},
    {"half_rectify_and_square_1", "squared", {{"offset", 0.2}}},
    {"naka_rushton_0", "naka_rushton", {{"half", 0.1}, {"exponent", 1}}},
    {"naka_rushton_1", "naka_rushton", {{"half", 0.1}, {"exponent", 2.2}}},
    {"naka_rushton_2", "naka_rushton", {{"half", 0.5}, {"exponent", 3}}},
    {"piecewise_linear_0", "piecewise_linear", {{"lower", 0.1}, {"upper", 0.65}}},
    {"piecewise_linear_1", "piecewise_linear", {{"lower", 0}, {"upper", 1}}},
    {"piecewise_linear_2", "piecewise_linear", {{"lower", 0.083}, {"upper", 0.633}}},
    {"piecewise_linear_3", "piecewise_linear", {{"lower", -0.2}, {"upper", 1.3}}},
    {"sigmoid_0", "logistic", {{NULL, 0}}},
    {"sigmoid_1", "logistic", {{"gain", 15}, {"offset", 0.4}}},
    {"sigmoid_2", "logistic", {{"gain", 4}, {"offset", 0.5}}},
    {"generalised_logistic_0", "logistic", {{"gain", 8}, {"offset", 0.5}}},
};

static Variant transfer_of(const char *kind, const Value settings[3]) {
    Variant transfer = transfer_named(kind);
    for (size_t i = 0; i < 3 && settings[i].name; i++)
        *(double *)setting_value(block_find(&transfer.kind->block, settings[i].name),
                                 transfer.settings) = settings[i].value;
    return transfer;
}

static void activities_are_those_recorded(void **state) {
    (void)state;
    size_t points = 0;
    for (size_t k = 0; k < sizeof same / sizeof *same; k++) {
        Variant transfer = transfer_of(same[k].kind, same[k].settings);
        Array x = recorded(same[k].function, "x"), y = recorded(same[k].function, "y");
        for (size_t i = 0; i < array_count(&x); i++, points++) {
            float activity = (float)x.values[i];
            double off = transfer_value(&transfer, x.values[i]) - y.values[i];
            transfer_apply(&transfer, NULL, 1, &activity);
            double steepest = fmax(1, transfer_slope(&transfer).greatest);
            if (!(fabs(off) <= 1e-14) ||
                !(fabs((double)activity - y.values[i]) <= 2e-7 * fmin(steepest, 1e4) + 3e-7))
                fail_msg("%s at %g: off by %g, %g in 32 bits", same[k].function, x.values[i], off,
                         (double)activity - y.values[i]);
        }
        array_free(&x);
        array_free(&y);
        transfer_finish(&transfer);
    }
    assert_true(points > 1500);
}

// The greatest slope that a kind says against differences of its values at many inputs.
static void slopes_are_those_of_the_values(void **state) {
    (void)state;
    static const struct {
        const char *kind;
        Value settings[3];
        bool bounded, saturates;
    } known[] = {
        {"power", {{"gain", 1.7}, {"offset", 0.13}, {"exponent", 1}}, true, false},
        {"power", {{"exponent", 2.3}}, false, false},
        {"power", {{"exponent", 0.7}}, false, false},
        {"naka_rushton", {{"half", 0.17}, {"exponent", 2.7}, {"ceiling", 1.9}}, true, true},
        {"naka_rushton", {{"half", 0.23}, {"exponent", 1}, {"gain", 2.1}}, true, true},
        {"naka_rushton", {{"exponent", 0.6}}, false, true},
        {"piecewise_linear", {{"lower", 0.083}, {"upper", 0.633}}, true, true},
        {"piecewise_linear", {{"lower", 0.4}, {"upper", 0.4}}, false, true},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        Variant transfer = transfer_of(known[k].kind, known[k].settings);
        TransferSlope slope = transfer_slope(&transfer);
        double steepest = 0, step = 1e-5;
        for (double x = -1; x < 3; x += step)
            steepest =
                fmax(steepest,
                     (transfer_value(&transfer, x + step) - transfer_value(&transfer, x)) / step);
        assert_int_equal(slope.bounded, known[k].bounded);
        assert_int_equal(slope.saturates, known[k].saturates);
        if (slope.bounded)
            assert_near(slope.greatest, steepest, 2e-3 * steepest);
        else
            assert_true(isinf(slope.greatest));
        transfer_finish(&transfer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(activities_are_those_recorded),
                                       cmocka_unit_test(slopes_are_those_of_the_values)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
