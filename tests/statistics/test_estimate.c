// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/estimate.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>

static double mean_of(const double *values, size_t n) {
    return gsl_stats_mean(values, 1, n);
}

// The ends of an interval by the formulas of Efron 1987 over all 5^5 resamples, each once, if the
// share of resamples below each end were found too large by `astray`.
static Interval enumerated(const double *values, double astray) {
    enum { N = 5, ALL = 3125 };
    static double found[ALL];
    double whole = mean_of(values, N), below = 0, squares = 0, cubes = 0, ends[2];
    for (size_t r = 0; r < ALL; r++) {
        double drawn[N];
        for (size_t i = 0, code = r; i < N; i++, code /= N)
            drawn[i] = values[code % N];
        found[r] = mean_of(drawn, N);
        below += fabs(found[r] - whole) < 1e-12 ? 0.5 : found[r] < whole ? 1 : 0;
    }
    for (size_t i = 0; i < N; i++) {
        double apart = (values[i] - whole) / (N - 1); // of the mean without value i, from the mean
        squares += apart * apart;
        cubes += apart * apart * apart;
    }
    double z0 = gsl_cdf_ugaussian_Pinv(below / ALL), a = cubes / (6 * pow(squares, 1.5));
    gsl_sort(found, 1, ALL);
    for (int k = 0; k < 2; k++) {
        double z = z0 + (k ? 1 : -1) * gsl_cdf_ugaussian_Pinv(0.975);
        double share = gsl_cdf_ugaussian_P(z0 + z / (1 - a * z)) + astray;
        ends[k] = gsl_stats_quantile_from_sorted_data(found, 1, ALL, fmin(fmax(share, 0.0), 1.0));
    }
    return (Interval){ends[0], ends[1]};
}

// With 10,000 resamples a share near 0.025 has a deviation of 0.0016, and z0 one of 0.0125, which
// moves the share by at most 2 * 0.06 * 0.0125 = 0.0015: 0.009 is four of both together.
static void intervals_are_those_of_all_resamples(void **state) {
    (void)state;
    static const double sets[][5] = {{0.31, 1.27, 1.93, 2.44, 3.36},
                                     {0.41, 0.57, 0.93, 1.79, 5.21},
                                     {-7.3, 2.1, 2.2, 2.9, 3.1},
                                     {1.1, 1.2, 1.4, 1.7, 12.9}};
    for (size_t k = 0; k < 4; k++) {
        Interval found = estimate_mean(sets[k], 5).interval, least = enumerated(sets[k], -0.009),
                 most = enumerated(sets[k], 0.009);
        if (!(found.low >= least.low && found.low <= most.low && found.high >= least.high &&
              found.high <= most.high))
            fail_msg("set %zu: %.9g to %.9g, not %.9g..%.9g to %.9g..%.9g", k, found.low,
                     found.high, least.low, most.low, least.high, most.high);
    }
}

static void few_or_equal_values(void **state) {
    (void)state;
    static const double alike[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, two[] = {3.7, 1.2},
                        three[] = {-0.9, 0.4, 1.7};
    Interval one = estimate_mean(two, 1).interval, pair = estimate_mean(two, 2).interval,
             triple = estimate_mean(three, 3).interval, same = estimate_mean(alike, 6).interval;
    assert_true(isnan(one.low) && isnan(one.high));
    assert_near(pair.low, 1.2, 1e-12); // a quarter of the resamples hold one value alone
    assert_near(pair.high, 3.7, 1e-12);
    assert_near(triple.low, -0.9, 1e-12); // one in 27, more than 2.5 %
    assert_near(triple.high, 1.7, 1e-12);
    assert_near(same.low, 0.1, 0);
    assert_near(same.high, 0.1, 0);
}

// An interval of normal values is mean +- 1.96 sqrt((n - 1) / n) s / sqrt(n), up to terms of 1 / n:
// it holds the truth as often as |t| is below 1.96 sqrt((n - 1) / n). Tolerance: 4 deviations of
// the share in so many trials, and 0.01 for what is left out above.
static void intervals_hold_the_truth_as_often_as_they_should(void **state) {
    (void)state;
    enum { N = 12, TRIALS = 1200 };
    double expected = 1 - 2 * gsl_cdf_tdist_Q(1.959964 * sqrt((N - 1.0) / N), N - 1);
    double held = 0, missed_below = 0;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        double values[N];
        RandomDraws draws = random_draws(random_stream(4099, "coverage"), trial);
        for (size_t i = 0; i < N; i++)
            values[i] = 1.37 + 0.61 * random_normal(&draws);
        Interval interval = estimate_mean(values, N).interval;
        held += interval.low <= 1.37 && interval.high >= 1.37;
        missed_below += interval.low > 1.37;
    }
    double share = sqrt(expected * (1 - expected) / TRIALS);
    assert_near(held / TRIALS, expected, 4 * share + 0.01);
    assert_near(missed_below / TRIALS, 0.5 * (1 - expected), 4 * share / sqrt(2.0) + 0.005);
}

static void ratios_are_of_pairs(void **state) {
    (void)state;
    static const double b[] = {2.3, 3.1, 0.7, 5.9, 1.3, 2.2, 4.4};
    double a[7], thrice[7];
    static const double constant[] = {-2.5, -2.5, -2.5, -2.5, -2.5, -2.5, -2.5};
    for (size_t i = 0; i < 7; i++) {
        thrice[i] = 3 * b[i];
        a[i] = 1.7 * b[i] + (i % 2 ? 0.11 : -0.13);
    }
    Interval exact = estimate_ratio(thrice, b, 7).interval, mean = estimate_mean(a, 7).interval,
             scaled = estimate_ratio(a, constant, 7).interval,
             tight = estimate_ratio(a, b, 7).interval;
    assert_near(exact.low, 3, 1e-12); // whatever the resample
    assert_near(exact.high, 3, 1e-12);
    assert_near(scaled.low, mean.high / -2.5, 1e-3); // over a constant: the mean's, turned about
    assert_near(scaled.high, mean.low / -2.5, 1e-3);
    assert_true(tight.low < 1.7 && tight.low > 1.6 && tight.high < 1.75 && tight.high > tight.low);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_those_of_all_resamples),
        cmocka_unit_test(few_or_equal_values),
        cmocka_unit_test(intervals_hold_the_truth_as_often_as_they_should),
        cmocka_unit_test(ratios_are_of_pairs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
