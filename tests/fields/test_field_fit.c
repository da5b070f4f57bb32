// SPDX-License-Identifier: GPL-3.0-or-later
// Fits of fields that are Gaussians and Gabor functions, with and without noise.
#include "fields/field_fit.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_errno.h>

enum { ROWS = 23, COLUMNS = 27 };

// Written on a disc, NAN outside, as connection fields are.
static void draw(const FieldFit *field, double noise, uint64_t seed, double *weight) {
    RandomDraws draws = random_draws(random_stream(8, "test/field"), seed);
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        double x = (double)(i % COLUMNS) - field->column, y = field->row - (double)(i / COLUMNS);
        double u = y * cos(field->orientation) - x * sin(field->orientation),
               v = x * cos(field->orientation) + y * sin(field->orientation);
        double wave =
            isnan(field->frequency) ? 1 : cos(2 * M_PI * field->frequency * u + field->phase);
        weight[i] = field->baseline +
                    field->amplitude * wave *
                        exp(-0.5 * pow(u / field->across, 2) - 0.5 * pow(v / field->along, 2)) +
                    noise * random_normal(&draws);
        if (hypot((double)(i % COLUMNS) - 13, (double)(i / COLUMNS) - 11) > 12.2)
            weight[i] = (double)NAN;
    }
}

static void assert_same_field(const FieldFit *found, const FieldFit *field, double tolerance) {
    assert_null(found->refused);
    assert_near(found->baseline, field->baseline, tolerance * fabs(field->amplitude));
    assert_near(found->amplitude, field->amplitude, tolerance * fabs(field->amplitude));
    assert_near(found->column, field->column, 10 * tolerance);
    assert_near(found->row, field->row, 10 * tolerance);
    assert_near(found->across, field->across, 10 * tolerance);
    assert_near(found->along, field->along, 10 * tolerance);
    assert_near(remainder(found->orientation - field->orientation, M_PI), 0, 3 * tolerance);
    assert_true(found->orientation >= 0 && found->orientation < M_PI);
    if (isnan(field->frequency)) {
        assert_true(isnan(found->frequency) && isnan(found->phase));
        return;
    }
    assert_near(found->frequency, field->frequency, tolerance);
    assert_near(remainder(found->phase - field->phase, 2 * M_PI), 0, 10 * tolerance);
}

static void gaussians(void **state) {
    (void)state;
    double none = (double)NAN, weight[ROWS * COLUMNS];
    const FieldFit fields[] = {
        {0.0031, 0.0173, 12.3, 10.8, 2.1, 4.7, 0.61, none, none, 1, NULL},
        {-0.2, 3.9, 15.7, 9.1, 1.7, 2.2, 2.83, none, none, 1, NULL},
        {7.1, -2.4, 11.2, 12.9, 2.9, 3.6, 1.31, none, none, 1, NULL},
        // Cut off along its long axis, so that it starts out as the short one.
        {0.0, 1.9, 23.3, 11.2, 2.9, 3.6, 0.05, none, none, 1, NULL}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        draw(&fields[i], 0, 0, weight);
        FieldFit found = field_fit(weight, ROWS, COLUMNS, false);
        assert_same_field(&found, &fields[i], 1e-5);
        assert_near(found.r2, 1, 1e-9);
    }
}

static const FieldFit gabors[] = {{0.0, 0.0191, 12.3, 10.8, 2.6, 4.1, 0.61, 0.131, 0.7, 1, NULL},
                                  {0.11, 2.7, 14.2, 11.6, 3.1, 3.3, 2.91, 0.172, 2.9, 1, NULL},
                                  {-0.4, 5.3, 13.6, 10.1, 2.3, 3.9, 1.57, 0.093, 4.4, 1, NULL},
                                  {0.02, 1.3, 12.1, 12.2, 3.4, 2.4, 1.02, 0.215, 5.9, 1, NULL}};

static void gabor_functions(void **state) {
    (void)state;
    double weight[ROWS * COLUMNS];
    for (size_t i = 0; i < sizeof gabors / sizeof *gabors; i++) {
        draw(&gabors[i], 0, 0, weight);
        FieldFit found = field_fit(weight, ROWS, COLUMNS, true);
        assert_same_field(&found, &gabors[i], 1e-4);
        // Noise of a tenth of the amplitude: errors of about 0.1 / sqrt(samples in the field), 40.
        draw(&gabors[i], 0.1 * gabors[i].amplitude, 0, weight);
        found = field_fit(weight, ROWS, COLUMNS, true);
        assert_same_field(&found, &gabors[i], 4 * 0.1 / sqrt(40));
        assert_true(found.r2 < 0.999 && found.r2 > 0.5);
    }
}

// A nearly round Gaussian, and a Gabor function with bars nearly horizontal, fall to either side of
// where widths change names and where orientations begin anew: what was fitted always draws the
// field again.
static void fits_draw_the_field_again(void **state) {
    (void)state;
    double none = (double)NAN, weight[ROWS * COLUMNS], again[ROWS * COLUMNS];
    const FieldFit fields[] = {{0.1, 1.7, 12.3, 10.8, 3.1, 3.15, 0.002, none, none, 1, NULL},
                               {0.1, 1.7, 12.3, 10.8, 2.7, 3.3, 0.001, 0.141, 1.1, 1, NULL}};
    for (size_t i = 0; i < 2; i++)
        for (uint64_t seed = 0; seed < 10; seed++) {
            draw(&fields[i], 0.1 * fields[i].amplitude, seed, weight);
            FieldFit found = field_fit(weight, ROWS, COLUMNS, i > 0);
            assert_null(found.refused);
            assert_true(found.orientation >= 0 && found.orientation < M_PI);
            assert_true(i == 1 || found.along >= found.across);
            draw(&fields[i], 0, 0, weight);
            draw(&found, 0, 0, again);
            // The mean square of what p parameters take of noise in n samples is its variance p /
            // n.
            double squares = 0, n = 0;
            for (size_t k = 0; k < ROWS * COLUMNS; k++)
                if (isfinite(weight[k])) {
                    squares += pow(again[k] - weight[k], 2);
                    n++;
                }
            assert_near(sqrt(squares / n), 0, 2 * 0.1 * fields[i].amplitude * sqrt(9 / n));
        }
}

static void fields_that_are_neither(void **state) {
    (void)state;
    double weight[ROWS * COLUMNS];
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        weight[i] = i < 19 ? 0.1 * (double)i : (double)NAN;
    assert_non_null(strstr(field_fit(weight, ROWS, COLUMNS, false).refused, "20 samples"));
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        weight[i] = 0.731;
    assert_non_null(strstr(field_fit(weight, ROWS, COLUMNS, true).refused, "alike"));
    RandomDraws draws = random_draws(random_stream(3, "test/noise"), 0);
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        weight[i] = random_normal(&draws);
    assert_non_null(field_fit(weight, ROWS, COLUMNS, false).refused);
    assert_non_null(field_fit(weight, ROWS, COLUMNS, true).refused);
    assert_true(isnan(field_fit(weight, ROWS, COLUMNS, true).across));
    draw(&gabors[1], 0, 0, weight); // a Gabor function of several bars is no Gaussian
    assert_non_null(field_fit(weight, ROWS, COLUMNS, false).refused);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaussians),
        cmocka_unit_test(gabor_functions),
        cmocka_unit_test(fits_draw_the_field_again),
        cmocka_unit_test(fields_that_are_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
