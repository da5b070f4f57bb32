// SPDX-License-Identifier: GPL-3.0-or-later
// Fits to courses that are exponential by construction, with and without noise, and to courses that
// tell no time constant.
#include "reorganisation/exponential_fit.h"

#include "base/random.h"

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

// Denser at first, as such experiments are measured.
static const double times[POINTS] = {0,   50,   110,  200,  340,  500, 700,
                                     950, 1300, 1900, 2700, 4100, 6000};

static void noisy_course(double noise, uint64_t seed, double *value) {
    RandomDraws draws = random_draws(random_stream(seed, "test/fit"), 0);
    for (size_t i = 0; i < POINTS; i++)
        value[i] = 0.213 + 0.731 * (1 - exp(-times[i] / 604.7)) + noise * random_normal(&draws);
}

static void exact_courses_give_their_constants(void **state) {
    (void)state;
    double value[POINTS];
    noisy_course(0, 1, value);
    ExponentialFit fit = exponential_fit(&(TimeCourse){times, value, POINTS}, false);
    assert_null(fit.refused);
    assert_near(fit.start, 0.213, 1e-6);
    assert_near(fit.rise, 0.731, 1e-6);
    assert_near(fit.tau, 604.7, 1e-3);
    assert_near(fit.half_time, 604.7 * log(2), 1e-3);
    assert_near(fit.end, 0.944, 1e-6);
    assert_near(fit.r2, 1, 1e-9);
    assert_true(isnan(fit.slow_tau));
    assert_near(exponential_fit_at(&fit, 777), 0.213 + 0.731 * (1 - exp(-777 / 604.7)), 1e-6);

    for (size_t i = 0; i < POINTS; i++) // a decay
        value[i] = 2.1 - 1.3 * (1 - exp(-times[i] / 1310));
    fit = exponential_fit(&(TimeCourse){times, value, POINTS}, false);
    assert_near(fit.tau, 1310, 1e-2);
    assert_near(fit.rise, -1.3, 1e-5);
    assert_near(fit.half_time, 1310 * log(2), 1e-2);
}

static void two_processes_are_told_apart(void **state) {
    (void)state;
    double value[POINTS];
    for (size_t i = 0; i < POINTS; i++)
        value[i] = 0.11 + 0.37 * (1 - exp(-times[i] / 95.3)) + 0.41 * (1 - exp(-times[i] / 1530.0));
    ExponentialFit fit = exponential_fit(&(TimeCourse){times, value, POINTS}, true);
    assert_null(fit.refused);
    assert_near(fit.tau, 95.3, 0.01);
    assert_near(fit.slow_tau, 1530, 0.1);
    assert_near(fit.rise, 0.37, 1e-4);
    assert_near(fit.slow_rise, 0.41, 1e-4);
    assert_near(fit.end, 0.89, 1e-4);
    assert_near(exponential_fit_at(&fit, fit.half_time), 0.5, 1e-4);
    assert_true(fit.tau_interval.low < 95.3 && fit.tau_interval.high > 95.3);
    assert_true(exponential_fit(&(TimeCourse){times, value, POINTS}, false).r2 < 0.99);

    for (size_t i = 0; i < POINTS; i++) // up at first, then down
        value[i] = 0.59 * (1 - exp(-times[i] / 46.5)) - 0.8 * (1 - exp(-times[i] / 1853.0));
    fit = exponential_fit(&(TimeCourse){times, value, POINTS}, true);
    assert_null(fit.refused);
    assert_near(fit.tau, 46.5, 0.01);
    assert_near(fit.slow_rise, -0.8, 1e-4);
    assert_true(fit.slow_tau_interval.low < 1853 && fit.slow_tau_interval.low > 1852);
}

// Whichever of them the search finds first.
static void the_faster_process_comes_first(void **state) {
    (void)state;
    double value[POINTS], fitted = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        RandomDraws draws = random_draws(random_stream(seed, "test/two"), 0);
        double a = random_between(&draws, 20, 3000), b = random_between(&draws, 20, 3000),
               rise_a = random_between(&draws, -1, 1), rise_b = random_between(&draws, -1, 1);
        for (size_t i = 0; i < POINTS; i++)
            value[i] = rise_a * (1 - exp(-times[i] / a)) + rise_b * (1 - exp(-times[i] / b)) +
                       1e-4 * random_normal(&draws);
        ExponentialFit fit = exponential_fit(&(TimeCourse){times, value, POINTS}, true);
        if (fit.refused)
            continue;
        fitted++;
        assert_true(fit.tau < fit.slow_tau);
        assert_true(fit.tau_interval.low < fit.tau && fit.tau < fit.tau_interval.high);
        assert_near(fit.end, rise_a + rise_b, 0.1);
    }
    assert_true(fitted > 80);
}

// The interval holds the true constant in 95 % of courses, within 3 standard errors of a share of
// 400 and 1 % for what is nonlinear.
static void intervals_hold_the_truth(void **state) {
    (void)state;
    enum { COURSES = 400 };
    double value[POINTS], held = 0, r2 = 0;
    for (uint64_t seed = 1; seed <= COURSES; seed++) {
        noisy_course(0.03, seed, value);
        ExponentialFit fit = exponential_fit(&(TimeCourse){times, value, POINTS}, false);
        assert_null(fit.refused);
        held += fit.tau_interval.low <= 604.7 && 604.7 <= fit.tau_interval.high;
        r2 += fit.r2 / COURSES;
    }
    assert_near(held / COURSES, 0.95, 3 * sqrt(0.95 * 0.05 / COURSES) + 0.01);
    // Of the squares about the mean, those of 10 degrees of freedom are noise.
    double about_mean = 0, mean = 0;
    noisy_course(0, 1, value);
    for (size_t i = 0; i < POINTS; i++)
        mean += value[i] / POINTS;
    for (size_t i = 0; i < POINTS; i++)
        about_mean += pow(value[i] - mean, 2);
    assert_near(1 - r2, 10 * 0.03 * 0.03 / (about_mean + 12 * 0.03 * 0.03), 0.001);
}

static void assert_refused(ExponentialFit fit, const char *reason) {
    if (!fit.refused || !strstr(fit.refused, reason))
        fail_msg("refused for \"%s\", not \"%s\"", fit.refused ? fit.refused : "nothing", reason);
    assert_true(isnan(fit.tau) && isnan(fit.r2) && isnan(fit.half_time) && isnan(fit.end));
    assert_true(isnan(fit.tau_interval.low) && isnan(fit.tau_interval.high));
}

static void records_that_tell_nothing_are_refused(void **state) {
    (void)state;
    double value[POINTS];
    noisy_course(0.003, 7, value);
    assert_refused(exponential_fit(&(TimeCourse){times, value, 5}, false), "fewer than 6");
    assert_refused(exponential_fit(&(TimeCourse){times, value, 7}, true), "fewer than 8");
    assert_refused(exponential_fit(&(TimeCourse){times, value, 7}, false),
                   "shorter than 1.5"); // 700 of 604.7
    assert_null(
        exponential_fit(&(TimeCourse){times, value, 8}, false).refused); // 950: 1.57 of them
    assert_refused(exponential_fit(&(TimeCourse){times, value, POINTS}, true),
                   "the rise is less"); // there is one
    for (size_t i = 0; i < POINTS; i++) // done by the second point, 50 later
        value[i] = 0.31 + 0.4 * (1 - exp(-times[i] / 12.5)) + (i % 2 ? 0.001 : -0.001);
    assert_refused(exponential_fit(&(TimeCourse){times, value, POINTS}, false), "first two points");
    for (size_t i = 0; i < POINTS; i++)
        value[i] = 0.37;
    assert_refused(exponential_fit(&(TimeCourse){times, value, POINTS}, false), "alike");
    size_t doubted = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) { // noise alone has no constant
        RandomDraws draws = random_draws(random_stream(seed, "test/noise"), 0);
        for (size_t i = 0; i < POINTS; i++)
            value[i] = random_normal(&draws);
        doubted += exponential_fit(&(TimeCourse){times, value, POINTS}, false).refused != NULL;
    }
    assert_true(doubted >= 15);
}

static int no_handler(void **state) {
    (void)state;
    gsl_set_error_handler_off();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_courses_give_their_constants),
                                       cmocka_unit_test(two_processes_are_told_apart),
                                       cmocka_unit_test(the_faster_process_comes_first),
                                       cmocka_unit_test(intervals_hold_the_truth),
                                       cmocka_unit_test(records_that_tell_nothing_are_refused)};
    return cmocka_run_group_tests(tests, no_handler, NULL);
}
