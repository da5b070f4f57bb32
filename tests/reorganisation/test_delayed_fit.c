// SPDX-License-Identifier: GPL-3.0-or-later
// Fits of a delayed rise to courses that have one by construction, and the test between it and an
// exponential on courses of either form.
#include "reorganisation/delayed_fit.h"

#include "base/random.h"
#include "statistics/least_squares.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

enum { POINTS = 13 };

static const double times[POINTS] = {0,    210,  390,  610,  800,  1010, 1190,
                                     1400, 2050, 2900, 4100, 5000, 6000};

static double delayed(double t) {
    return 0.047 + 0.873 / (1 + exp(-(t - 1137) / 283.5));
}

static double exponential(double t) {
    return 0.213 + 0.731 * (1 - exp(-t / 604.7));
}

static void noisy_course(double (*form)(double), double noise, uint64_t seed, double *value) {
    RandomDraws draws = random_draws(random_stream(seed, "test/delayed"), 0);
    for (size_t i = 0; i < POINTS; i++)
        value[i] = form(times[i]) + noise * random_normal(&draws);
}

static void exact_courses_give_their_constants(void **state) {
    (void)state;
    double value[POINTS];
    noisy_course(delayed, 0, 1, value);
    DelayedFit fit = delayed_fit(&(TimeCourse){times, value, POINTS});
    assert_null(fit.refused);
    assert_near(fit.start, 0.047, 1e-6);
    assert_near(fit.rise, 0.873, 1e-6);
    assert_near(fit.middle, 1137, 1e-3);
    assert_near(fit.width, 283.5, 1e-3);
    assert_near(fit.end, 0.92, 1e-6);
    assert_near(fit.r2, 1, 1e-9);
    assert_near(delayed_fit_at(&fit, 777), delayed(777), 1e-6);
}

// The interval holds the true middle in 95 % of courses, within 3 standard errors of a share of 400
// and 1 % for what is nonlinear.
static void intervals_hold_the_truth(void **state) {
    (void)state;
    enum { COURSES = 400 };
    double value[POINTS], held = 0;
    for (uint64_t seed = 1; seed <= COURSES; seed++) {
        noisy_course(delayed, 0.02, seed, value);
        DelayedFit fit = delayed_fit(&(TimeCourse){times, value, POINTS});
        assert_null(fit.refused);
        held += fit.middle_interval.low <= 1137 && 1137 <= fit.middle_interval.high;
    }
    assert_near(held / COURSES, 0.95, 3 * sqrt(0.95 * 0.05 / COURSES) + 0.01);
}

// The number of 200 noisy courses of a form in which the delayed rise is preferred.
static size_t preferred(double (*form)(double)) {
    double value[POINTS];
    size_t count = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        noisy_course(form, 0.02, seed, value);
        const TimeCourse course = {times, value, POINTS};
        ExponentialFit one = exponential_fit(&course, false);
        DelayedFit other = delayed_fit(&course);
        double preference = delayed_fit_preference(&course, &one, &other);
        assert_true(isfinite(preference));
        count += preference > 0;
    }
    return count;
}

static void the_test_finds_the_form_of_a_course(void **state) {
    (void)state;
    assert_true(preferred(delayed) >= 195);
    assert_true(preferred(exponential) <= 5);
}

// By hand for 13 points and squares of 0.0371 and 0.0293.
static void the_criterion_punishes_parameters(void **state) {
    (void)state;
    const TimeCourse course = {times, times, 13};
    const ExponentialFit one = {.squares = 0.0371};
    DelayedFit other = {.squares = 0.0293};
    double three = 13 * log(0.0371 / 13) + 8 + 40.0 / 8,
           four = 13 * log(0.0293 / 13) + 10 + 60.0 / 7;
    assert_near(least_squares_information(0.0371, 13, 3), three, 1e-12);
    assert_near(delayed_fit_preference(&course, &one, &other), three - four, 1e-12);
    assert_true(three < four); // better by 21 %, but not by enough
    assert_true(isnan(least_squares_information(0.0293, 6, 4)));
    other.squares = 0;
    assert_true(isnan(delayed_fit_preference(&course, &one, &other)));
}

static void assert_refused(const double *value, size_t n, const char *reason) {
    DelayedFit fit = delayed_fit(&(TimeCourse){times, value, n});
    if (!fit.refused || !strstr(fit.refused, reason))
        fail_msg("refused for \"%s\", not \"%s\"", fit.refused ? fit.refused : "nothing", reason);
    assert_true(isnan(fit.middle) && isnan(fit.r2) && isnan(fit.end));
    assert_true(isnan(fit.middle_interval.low));
}

static void records_that_tell_nothing_are_refused(void **state) {
    (void)state;
    double value[POINTS];
    noisy_course(delayed, 0.003, 7, value);
    assert_refused(value, 7, "fewer than 8");
    noisy_course(exponential, 0, 7, value); // its rise is fastest at the start
    assert_refused(value, POINTS, "before the second point");
    for (size_t i = 0; i < POINTS; i++)
        value[i] = 0.37;
    assert_refused(value, POINTS, "alike");
}

static int no_handler(void **state) {
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_courses_give_their_constants),
                                       cmocka_unit_test(intervals_hold_the_truth),
                                       cmocka_unit_test(the_test_finds_the_form_of_a_course),
                                       cmocka_unit_test(the_criterion_punishes_parameters),
                                       cmocka_unit_test(records_that_tell_nothing_are_refused)};
    return cmocka_run_group_tests(tests, no_handler, NULL);
}
