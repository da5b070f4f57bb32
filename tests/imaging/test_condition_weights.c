// SPDX-License-Identifier: GPL-3.0-or-later
// Known cosines over an offset, seen at even and uneven orientations.
#include "imaging/condition_weights.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { MOST = 9 };

static const double offset = 1.7e4, depth = 13.1, preferred = 0.83; // radians

// Reads degrees up to 999.
static size_t angles_of(const double *degrees, double *angle) {
    size_t n = 0;
    for (; degrees[n] != 999; n++)
        angle[n] = degrees[n] * M_PI / 180;
    return n;
}

static void the_cosine_is_found(void **state) {
    (void)state;
    static const double degrees[][MOST + 1] = {{0, 45, 90, 135, 999},
                                               {0, 22.5, 45, 67.5, 90, 999},
                                               {10, 35, (double)NAN, 81, 999},
                                               {0, 22.5, 45, 67.5, 90, 112.5, 135, 3.14, 999},
                                               {0, 90, 10, 100, 999}};
    for (size_t k = 0; k < sizeof degrees / sizeof *degrees; k++) {
        double angle[MOST], real = 0, imaginary = 0, base = 0;
        size_t n = angles_of(degrees[k], angle);
        ConditionWeights weights;
        assert_true(condition_weights_find(angle, n, "", &weights, NULL));
        assert_int_equal(weights.fitted, k > 0);
        for (size_t c = 0; c < n; c++) {
            double response =
                isnan(angle[c]) ? 1e9 : offset + depth * cos(2 * (angle[c] - preferred));
            real += weights.cosine[c] * response;
            imaginary += weights.sine[c] * response;
            base += weights.base[c] * response;
        }
        assert_near(real, depth * cos(2 * preferred), 1e-8);
        assert_near(imaginary, depth * sin(2 * preferred), 1e-8);
        assert_near(base, offset, 1e-7);
    }
}

static void evenly_spread_orientations_have_the_vector_sum(void **state) {
    (void)state;
    double angle[7];
    ConditionWeights weights;
    for (size_t c = 0; c < 7; c++)
        angle[c] = 0.4 + M_PI * (double)c / 7;
    assert_true(condition_weights_find(angle, 7, "", &weights, NULL));
    assert_false(weights.fitted);
    for (size_t c = 0; c < 7; c++) {
        assert_true(weights.cosine[c] == 2 / 7.0 * cos(2 * angle[c]));
        assert_true(weights.base[c] == 1 / 7.0);
    }
}

static void orientations_that_do_not_tell_are_refused(void **state) {
    (void)state;
    static const double degrees[][MOST + 1] = {
        {0, 30, 999}, {20, 20, 20, 999}, {0, 30, 30, 180, 999}, {0, 0.1, 45, 999}};
    for (size_t k = 0; k < sizeof degrees / sizeof *degrees; k++) {
        double angle[MOST];
        size_t n = angles_of(degrees[k], angle);
        ConditionWeights weights;
        Error error = {0};
        assert_false(condition_weights_find(angle, n, "lab.mat:dat", &weights, &error));
        assert_non_null(strstr(error.text, "lab.mat:dat: its orientations do not tell"));
        error_clear(&error);
    }
    double right[] = {0.2, 0.2 + M_PI / 2};
    ConditionWeights weights;
    assert_true(condition_weights_find(right, 2, "", &weights, NULL)); // their difference is z
    assert_near(hypot(weights.cosine[0], weights.sine[0]), 1, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cosine_is_found),
        cmocka_unit_test(evenly_spread_orientations_have_the_vector_sum),
        cmocka_unit_test(orientations_that_do_not_tell_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
