// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"
#include "measure/selectivity.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>

enum { MOST = 64 };

typedef double Curve(double angle, double parameter); // angle from the preferred orientation

static Selectivity tuning_of(Curve *curve, double parameter, double preference, size_t n) {
    double response[MOST];
    for (size_t j = 0; j < n; j++)
        response[j] = curve(M_PI * (double)j / (double)n - preference, parameter);
    return selectivity_from_responses(response, n);
}

static double von_mises(double angle, double kappa) {
    return 3.7 * exp(kappa * (cos(2.0 * angle) - 1.0));
}

static double cosine(double angle, double amplitude) {
    return 1.9 + amplitude * cos(2.0 * angle);
}

// 0 apart from the two orientations beside the preferred one, at which it is 1.
static double narrow(double angle, double width) {
    return fabs(remainder(angle, M_PI)) < width ? 1.0 : 0.0;
}

static void check(Selectivity tuning, double preference, double selectivity) {
    assert_near(tuning.selectivity, selectivity, 1e-9);
    assert_near(sin(tuning.preference - preference), 0.0, 1e-9);
    assert_true(tuning.preference >= 0.0 && tuning.preference < M_PI);
    assert_int_equal(tuning.clipped, 0);
}

static void test_von_mises(void **state) {
    (void)state;
    static const double kappas[] = {0.37, 1.852, 4.91}, preferences[] = {0.213, 1.387, 2.951};
    for (size_t i = 0; i < 3; i++) {
        double expected = gsl_sf_bessel_I1(kappas[i]) / gsl_sf_bessel_I0(kappas[i]);
        for (size_t j = 0; j < 3; j++) {
            check(tuning_of(von_mises, kappas[i], preferences[j], 36), preferences[j], expected);
            check(tuning_of(von_mises, kappas[i], preferences[j], 61), preferences[j], expected);
        }
    }
}

static void test_cosine(void **state) {
    (void)state;
    check(tuning_of(cosine, 1.234, 2.385, 8), 2.385, 1.234 / (2.0 * 1.9));
    check(tuning_of(cosine, 0.071, 0.033, 3), 0.033, 0.071 / (2.0 * 1.9));
}

// The steps of orientation are pi / n, and z is their plain sum.
static void test_two_responses(void **state) {
    (void)state;
    double response[6] = {0.0, 2.0, 0.0, 0.0, 0.5, 0.0}; // at 30 and 120 degrees: orthogonal
    Selectivity tuning = selectivity_from_responses(response, 6);
    assert_near(tuning.preference, M_PI / 6.0, 1e-12);
    assert_near(tuning.selectivity, 1.5 / 2.5, 1e-12);
    assert_near(tuning.real, 1.5 * cos(M_PI / 3.0), 1e-12);
    assert_near(tuning.imaginary, 1.5 * sin(M_PI / 3.0), 1e-12);
    check(tuning_of(narrow, 0.01, 5.0 * M_PI / 12.0, 12), 5.0 * M_PI / 12.0, 1.0);
}

static void test_clipping(void **state) {
    (void)state;
    double response[8] = {-0.3, 0.7, 1.9, 0.2, -1.1, 0.0, 0.4, -0.01};
    double clipped[8] = {0.0, 0.7, 1.9, 0.2, 0.0, 0.0, 0.4, 0.0};
    Selectivity a = selectivity_from_responses(response, 8);
    Selectivity b = selectivity_from_responses(clipped, 8);
    assert_int_equal(a.clipped, 3);
    assert_int_equal(b.clipped, 0);
    assert_near(a.selectivity, b.selectivity, 1e-15);
    assert_near(a.preference, b.preference, 1e-15);
}

static void test_undefined(void **state) {
    (void)state;
    double silent[5] = {0.0, 0.0, -2.0, 0.0, 0.0};
    Selectivity tuning = selectivity_from_responses(silent, 5);
    assert_true(isnan(tuning.selectivity) && isnan(tuning.preference));
    assert_int_equal(tuning.clipped, 1);
    double broken[5] = {1.0, (double)NAN, 0.5, 0.2, 0.1};
    tuning = selectivity_from_responses(broken, 5);
    assert_true(isnan(tuning.selectivity) && isnan(tuning.preference) && isnan(tuning.real));
    broken[1] = -(double)INFINITY;
    assert_true(isnan(selectivity_from_responses(broken, 5).selectivity));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_von_mises),     cmocka_unit_test(test_cosine),
        cmocka_unit_test(test_two_responses), cmocka_unit_test(test_clipping),
        cmocka_unit_test(test_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
