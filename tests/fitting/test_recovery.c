// SPDX-License-Identifier: GPL-3.0-or-later
// Fits recover settings that are known: the intervals of settings and predictions hold the truth as
// often as they say, and are hardly wider than if the model were known exactly.
//
// FITS in the environment is the number of fits of each kind, if it is more than the few of a quick
// test. `make recovery` asks for 100, and prints what docs/fit.md reports; these have seeds of
// their own, by which no choice of the program's was made.
#include "fitting/fit.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/random.h"
#include "helpers/known_model.h"

enum { MOST_AXES = 4, MOST_NUMBERS = 10 };

static const double NOISE = 0.1;      // of each draw
static const double DEVIATION = 0.08; // of the published numbers, as of some animals
static const double HALF = 1.96;      // the half width of a 95 % interval, in deviations

// What is recovered, and how often in a quick test. The last number is held out.
typedef struct {
    const char *title;
    void (*numbers)(const double *share, double *number);
    size_t axes, targets, samples, few;
} Recovery;

static FitAxis axis[MOST_AXES] = {
    {"radius", {NULL, 0.1, 1.3, SCALE_LOGARITHMIC}, false},
    {"strength", {NULL, -2, 3, SCALE_LINEAR}, false},
    {"rate", {NULL, 0.01, 0.4, SCALE_LOGARITHMIC}, false},
    {"delay", {NULL, 1, 7, SCALE_LINEAR}, false},
};

static size_t fits_of(const Recovery *recovery) {
    const char *asked = getenv("FITS");
    size_t n = asked ? (size_t)strtoul(asked, NULL, 10) : 0;
    return n > recovery->few ? n : recovery->few;
}

static uint64_t first_seed(const Recovery *recovery) {
    return fits_of(recovery) > recovery->few ? 770000 : 0;
}

// Of so many fits of which each has the probability `share` of saying what is right, fewer than
// this number say it with a probability below 1 %. With 0.95: 16 of 20, 6 of 8, 2 of 3, 89 of 100.
static size_t least_of(size_t fits, double share) {
    size_t least = fits;
    while (gsl_cdf_binomial_P((unsigned)least - 1, share, (unsigned)fits) >= 0.01)
        least--;
    return least;
}

static bool holds(const FitProfile *profile, double share) {
    for (size_t i = 0; i < profile->pieces; i++)
        if (profile->piece[i].low <= share && share <= profile->piece[i].high)
            return true;
    return false;
}

static double width_of(const FitProfile *profile) {
    double width = 0;
    for (size_t i = 0; i < profile->pieces; i++)
        width += profile->piece[i].high - profile->piece[i].low;
    return width;
}

// The widths of the intervals of settings that follow from the published intervals alone, if the
// model is known and is a plane near the truth.
static void known_widths(const Recovery *recovery, const double *truth, double *width) {
    static const double STEP = 1e-4;
    size_t d = recovery->axes;
    double slope[MOST_AXES][MOST_NUMBERS];
    for (size_t k = 0; k < d; k++) {
        double place[MOST_AXES], above[MOST_NUMBERS], below[MOST_NUMBERS];
        memcpy(place, truth, sizeof place);
        place[k] = truth[k] + STEP;
        recovery->numbers(place, above);
        place[k] = truth[k] - STEP;
        recovery->numbers(place, below);
        for (size_t t = 0; t < recovery->targets; t++)
            slope[k][t] = (above[t] - below[t]) / (2 * STEP);
    }
    gsl_matrix *information = gsl_matrix_calloc(d, d);
    for (size_t a = 0; a < d; a++)
        for (size_t b = 0; b < d; b++)
            for (size_t t = 0; t < recovery->targets; t++)
                *gsl_matrix_ptr(information, a, b) +=
                    slope[a][t] * slope[b][t] / (DEVIATION * DEVIATION);
    gsl_linalg_cholesky_decomp1(information);
    gsl_linalg_cholesky_invert(information);
    for (size_t k = 0; k < d; k++) {
        double half = HALF * sqrt(gsl_matrix_get(information, k, k));
        width[k] = fmin(1, truth[k] + half) - fmax(0, truth[k] - half);
    }
    gsl_matrix_free(information);
}

// Published numbers lie about the truth by chance.
static void publish(const Recovery *recovery, const double *truth, RandomDraws *draws,
                    FitNumber *number) {
    for (size_t t = 0; t < recovery->targets; t++) {
        double middle = truth[t] + DEVIATION * random_normal(draws), half = HALF * DEVIATION;
        number[t] = (FitNumber){"target", middle - half, middle + half, false};
    }
    number[recovery->targets] = (FitNumber){"prediction", (double)NAN, (double)NAN, true};
}

static FitProblem problem_of(const Recovery *recovery, FitNumber *number) {
    return (FitProblem){.axes = recovery->axes,
                        .numbers = recovery->targets + 1,
                        .axis = axis,
                        .number = number,
                        .samples = recovery->samples,
                        .rounds = 2,
                        .points = 5,
                        .seeds = 2,
                        .confirmations = 3,
                        .seed = 1};
}

typedef struct {
    size_t held[MOST_AXES], predicted;
    double width, known; // sums of the widths of intervals, and of those of a known model
} Counts;

static void recover(const Recovery *recovery, uint64_t seed, Counts *counts) {
    RandomDraws draws = random_draws(random_stream(seed, "truth"), 0);
    double share[MOST_AXES] = {0}, truth[MOST_NUMBERS], known[MOST_AXES];
    FitNumber number[MOST_NUMBERS];
    for (size_t k = 0; k < recovery->axes; k++)
        share[k] = random_between(&draws, 0.15, 0.85);
    recovery->numbers(share, truth);
    publish(recovery, truth, &draws, number);
    known_widths(recovery, share, known);
    FitProblem problem = problem_of(recovery, number);
    KnownModel model = {recovery->numbers, NOISE, seed, 0, 0};
    OWNED_BY(fit_free) Fit fit = known_model_fit(&problem, &model);
    assert_int_equal(model.points, recovery->samples + 2 * 5 + 3);
    for (size_t k = 0; k < recovery->axes; k++) {
        counts->held[k] += holds(&fit.profile[k], share[k]);
        counts->width += width_of(&fit.profile[k]);
        counts->known += known[k];
    }
    const FitFinding *finding = &fit.finding[recovery->targets];
    counts->predicted += finding->predicted.low <= truth[recovery->targets] &&
                         truth[recovery->targets] <= finding->predicted.high;
    assert_int_equal(finding->n, 6);
}

// The noise of the runs may widen intervals, but not by half: of a polynomial of second degree,
// which has 6 coefficients for two settings and 15 for four, so many draws would leave a variance
// of a fifth and less of the published one.
//
// Fits are independent, and the settings of one are not: each setting is counted by itself.
static void check(const Recovery *recovery) {
    static const double WIDEST = 1.5;
    size_t fits = fits_of(recovery), least = least_of(fits, 0.95);
    Counts counts = {0};
    for (uint64_t seed = 0; seed < fits; seed++)
        recover(recovery, first_seed(recovery) + seed, &counts);
    double wider = counts.width / counts.known;
    print_message("%s, %zu fits: held", recovery->title, fits);
    for (size_t k = 0; k < recovery->axes; k++)
        print_message(" %zu", counts.held[k]);
    print_message(", predictions %zu, mean width %.3f, %.2f of a known model's\n", counts.predicted,
                  counts.width / (double)(fits * recovery->axes), wider);
    for (size_t k = 0; k < recovery->axes; k++)
        assert_true(counts.held[k] >= least);
    assert_true(counts.predicted >= least);
    assert_true(wider < WIDEST);
}

// Each number is moved by both settings, along curves.
static void curved(const double *share, double *number) {
    double a = share[0], b = share[1];
    number[0] = 0.7 + 1.1 * a - 0.5 * b + 0.6 * a * a;
    number[1] = 2.3 + 0.4 * a + 1.3 * b + 0.5 * sin(2.1 * b);
    number[2] = exp(0.8 * a) - 0.7 * a * b;
}

static void two_settings_from_two_targets(void **state) {
    (void)state;
    check(&(Recovery){"two settings from two targets", curved, 2, 2, 16, 20});
}

static void more(const double *share, double *number) {
    curved(share, number);
    double a = share[0], b = share[1];
    number[5] = number[2];
    number[2] = 1.2 - 0.9 * a * a + 0.4 * b;
    number[3] = 0.8 * (a + b) * (a + b);
    number[4] = 3.1 - 1.2 * b + 0.3 * a;
}

static void two_settings_from_five_targets(void **state) {
    (void)state;
    check(&(Recovery){"two settings from five targets", more, 2, 5, 16, 8});
}

static void four(const double *share, double *number) {
    double a = share[0], b = share[1], c = share[2], d = share[3];
    number[0] = 0.7 + 1.1 * a - 0.5 * b + 0.6 * a * a;
    number[1] = 2.3 + 1.3 * b + 0.5 * c;
    number[2] = 0.4 + 1.2 * c - 0.4 * d + 0.3 * a * c;
    number[3] = 1.9 + 1.4 * d - 0.3 * a + 0.4 * b * d;
    number[4] = a + b + c + d;
    number[5] = exp(0.6 * a) + 0.5 * d - 0.4 * b * c;
}

static void four_settings_from_five_targets(void **state) {
    (void)state;
    check(&(Recovery){"four settings from five targets", four, 4, 5, 32, 3});
}

// The targets see the sum of the settings alone.
static void traded(const double *share, double *number) {
    number[0] = 1.7 + 0.9 * (share[0] + share[1]);
    number[1] = 0.6 * (share[0] + share[1]);
}

// Does a fit say that no setting is determined, and that one falls as the other rises?
static bool says_traded(const Fit *fit) {
    for (size_t k = 0; k < 2; k++) {
        bool rises;
        if (fit_profile_bound(&fit->profile[k]) != SETTING_FREE ||
            fit_profile_trade(fit, k, &rises) != 1 - k || rises)
            return false;
    }
    return true;
}

// The truth lies on the diagonal of the ranges: with a setting at an end of its range, the other
// can be at the opposite end. Both corners are as good as the truth, and each is ruled out in 5 of
// 100 fits: none is in at least 90 of 100.
static void two_settings_that_trade_off(void **state) {
    (void)state;
    const Recovery recovery = {"two settings that trade off", traded, 2, 1, 16, 20};
    size_t fits = fits_of(&recovery), said = 0;
    for (uint64_t seed = 0; seed < fits; seed++) {
        RandomDraws draws = random_draws(random_stream(first_seed(&recovery) + seed, "trade"), 0);
        double share = random_between(&draws, 0, 1), truth[MOST_NUMBERS];
        FitNumber number[MOST_NUMBERS];
        traded((const double[]){share, 1 - share}, truth);
        publish(&recovery, truth, &draws, number);
        FitProblem problem = problem_of(&recovery, number);
        KnownModel model = {traded, NOISE, first_seed(&recovery) + seed, 0, 0};
        OWNED_BY(fit_free) Fit fit = known_model_fit(&problem, &model);
        said += says_traded(&fit);
    }
    print_message("%s, %zu fits: said of %zu\n", recovery.title, fits, said);
    assert_true(said >= least_of(fits, 0.9));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_settings_from_two_targets),
                                       cmocka_unit_test(two_settings_from_five_targets),
                                       cmocka_unit_test(four_settings_from_five_targets),
                                       cmocka_unit_test(two_settings_that_trade_off)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
