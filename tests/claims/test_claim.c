// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates over seeds, and the verdicts that claims draw from them.
#include "base/memory.h"
#include "claims/claim.h"
#include "statistics/estimate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_cdf.h>

// The ends of the exact interval are the shares for which as many successes, or as few, have a
// probability of 2.5 %.
static void shares_have_exact_intervals(void **state) {
    (void)state;
    for (unsigned n = 1; n <= 12; n++)
        for (unsigned k = 0; k <= n; k++) {
            Estimate share = estimate_share(k, n);
            assert_near(share.mean, (double)k / n, 1e-15);
            if (k > 0)
                assert_near(gsl_cdf_binomial_Q(k - 1, share.interval.low, n), 0.025, 1e-9);
            else
                assert_true(share.interval.low == 0);
            if (k < n)
                assert_near(gsl_cdf_binomial_P(k, share.interval.high, n), 0.025, 1e-9);
            else
                assert_true(share.interval.high == 1);
        }
    assert_true(isnan(estimate_share(0, 0).mean));
}

static void ratios_need_one_sign(void **state) {
    (void)state;
    static const double a[] = {1.7, 2.9, 3.1}, b[] = {-0.4, -1.1, -0.7}, mixed[] = {0.4, 1.1, -0.7};
    assert_near(estimate_ratio(a, b, 3).mean, 7.7 / -2.2, 1e-12);
    assert_true(isnan(estimate_ratio(a, mixed, 3).mean));
    assert_true(isnan(estimate_ratio(a, b, 0).mean));
}

static Verdict verdict(double least, double most, double low, double high) {
    Band band = {least, most};
    return band_test(&band, (Estimate){(low + high) / 2, 0.1, {low, high}}).verdict;
}

static void an_interval_is_met_missed_or_undecided(void **state) {
    (void)state;
    const double none = (double)NAN;
    assert_int_equal(verdict(1.5, 2.5, 1.6, 2.4), CLAIM_MET);
    assert_int_equal(verdict(1.5, 2.5, 1.5, 2.5), CLAIM_MET); // limits belong to the band
    assert_int_equal(verdict(1.5, 2.5, 1.4, 2.4), CLAIM_UNDECIDED);
    assert_int_equal(verdict(1.5, 2.5, 1.6, 2.6), CLAIM_UNDECIDED);
    assert_int_equal(verdict(1.5, 2.5, 1.4, 2.6), CLAIM_UNDECIDED); // wider than its band
    assert_int_equal(verdict(1.5, 2.5, 0.3, 1.4), CLAIM_MISSED);
    assert_int_equal(verdict(1.5, 2.5, 2.6, 9.0), CLAIM_MISSED);
    assert_int_equal(verdict(1.5, none, 1.6, 99.0), CLAIM_MET);
    assert_int_equal(verdict(1.5, none, 1.4, 99.0), CLAIM_UNDECIDED);
    assert_int_equal(verdict(1.5, none, -3.0, 1.4), CLAIM_MISSED);
    assert_int_equal(verdict(none, -0.5, -9.0, -0.6), CLAIM_MET);
    assert_int_equal(verdict(none, -0.5, -0.4, 0.7), CLAIM_MISSED);
    assert_int_equal(verdict(1.0, 1.0, 1.0, 1.0), CLAIM_MET);
    assert_int_equal(verdict(1.0, 1.0, 0.8, 1.0), CLAIM_UNDECIDED);
    assert_int_equal(verdict(1.5, 2.5, none, none), CLAIM_UNDECIDED); // of one seed
}

// Tests values with a claim of a kind whose settings are given as "name=value" texts.
static ClaimOutcome outcome(const char *kind_name, const char *const *set, const double *values,
                            size_t n) {
    Variant variant = {0};
    Error error = {0};
    assert_true(variant_choose(&variant, claim_kinds, kind_name));
    const ClaimKind *kind = (const ClaimKind *)variant.kind;
    for (; *set; set++)
        assert_true(
            settings_assign(&kind->kind.block, variant.settings, *set, false, "here", &error));
    assert_true(kind->check(variant.settings, "here", &error));
    ClaimOutcome found = kind->test(variant.settings, values, n);
    block_finish(&kind->kind.block, variant.settings);
    release(variant.settings);
    return found;
}

static void an_order_is_as_good_as_its_smallest_step(void **state) {
    (void)state;
    static const char *const rising[] = {"experiments=a, b, c", NULL}, *const falling[] = {
                                                                           "experiments=a, b, c",
                                                                           "order=falling", NULL};
    static const double clear[] = {0.11, 0.34, 0.27, 0.52, //
                                   0.93, 1.21, 1.06, 1.42, //
                                   1.05, 1.31, 1.19, 1.57},
                        doubtful[] = {0.11, 0.34, 0.27, 0.52, //
                                      0.93, 1.21, 1.06, 1.42, //
                                      1.05, 1.11, 1.19, 1.37};
    ClaimOutcome found = outcome("ordering", rising, clear, 4);
    assert_int_equal(found.verdict, CLAIM_MET);
    assert_near(found.estimate.mean, (0.12 + 0.10 + 0.13 + 0.15) / 4, 1e-12);
    assert_int_equal(outcome("ordering", falling, clear, 4).verdict, CLAIM_MISSED);
    assert_int_equal(outcome("ordering", rising, doubtful, 4).verdict, CLAIM_UNDECIDED);
    assert_int_equal(outcome("ordering", falling, doubtful, 4).verdict, CLAIM_MISSED);
    assert_int_equal(outcome("ordering", rising, clear, 1).verdict, CLAIM_UNDECIDED);
}

// What all seeds have in common cancels in a comparison, not in the means.
static void comparisons_are_of_pairs(void **state) {
    (void)state;
    static const double values[] = {3.13, 7.29, 1.04, 9.48, 5.61, //
                                    3.02, 7.21, 0.95, 9.36, 5.52};
    static const char *const difference[] = {"of=difference", "least=0.05", "most=0.15",
                                             "against=b", NULL},
                             *const ratio[] = {"least=1.001", "most=1.1", "against=b", NULL},
                             *const mean[] = {"least=5.0", "most=5.5", NULL};
    ClaimOutcome found = outcome("comparison", difference, values, 5);
    assert_int_equal(found.verdict, CLAIM_MET);
    assert_near(found.estimate.mean, (0.11 + 0.08 + 0.09 + 0.12 + 0.09) / 5, 1e-12);
    found = outcome("comparison", ratio, values, 5);
    assert_int_equal(found.verdict, CLAIM_MET);
    assert_near(found.estimate.mean, 26.55 / 26.06, 1e-12);
    assert_int_equal(outcome("interval", mean, values, 5).verdict, CLAIM_UNDECIDED);
}

static void shares_count_seeds_between_limits(void **state) {
    (void)state;
    static const double values[] = {0.2, 0.5, 0.7, 0.9, 1.3};
    static const char *const above[] = {"above=0.5", "least=0.1", NULL}, *const between[] = {
                                                                             "above=0.3",
                                                                             "below=1.0",
                                                                             "most=0.99", NULL};
    ClaimOutcome found = outcome("share", above, values, 5); // 0.5 is not above 0.5
    assert_near(found.estimate.mean, 0.6, 1e-15);
    assert_int_equal(found.verdict, CLAIM_MET);
    assert_near(outcome("share", between, values, 5).estimate.mean, 0.6, 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_have_exact_intervals),
        cmocka_unit_test(ratios_need_one_sign),
        cmocka_unit_test(an_interval_is_met_missed_or_undecided),
        cmocka_unit_test(an_order_is_as_good_as_its_smallest_step),
        cmocka_unit_test(comparisons_are_of_pairs),
        cmocka_unit_test(shares_count_seeds_between_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
