// SPDX-License-Identifier: GPL-3.0-or-later
// Tuning curves of known shape, their statistics over contrasts, and the measure on a network.
#include "base/memory.h"
#include "helpers/small_network.h"
#include "measure/measure.h"
#include "tuning/tuning_statistics.h"
#include "tuning/von_mises_fit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>

static void von_mises(double baseline, double amplitude, double concentration, double preference,
                      size_t n, double *response) {
    for (size_t j = 0; j < n; j++)
        response[j] =
            baseline + amplitude * exp(concentration *
                                       (cos(2 * (M_PI * (double)j / (double)n - preference)) - 1));
}

static void a_fit_finds_the_curve(void **state) {
    (void)state;
    enum { N = 18 };
    static const double curves[][4] = {{0.37, 2.91, 3.3, 0.71},
                                       {0.0, 0.0173, 0.83, 3.07},
                                       {11.9, 41.3, 9.7, 1.598},
                                       {0.0, 1.07, 0.47, 0.013}};
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        const double *at = curves[i];
        double response[N];
        von_mises(at[0], at[1], at[2], at[3], N, response);
        VonMisesFit fit = von_mises_fit(response, N);
        assert_null(fit.refused);
        assert_near(fit.baseline, at[0], 1e-5 * at[1]);
        assert_near(fit.amplitude, at[1], 1e-5 * at[1]);
        assert_near(fit.concentration, at[2], 1e-5 * at[2]);
        assert_near(fit.preference, at[3], 1e-6);
        assert_near(fit.r2, 1, 1e-9);
        // Half of the height above the baseline, on both sides.
        for (int side = -1; side <= 1; side += 2)
            assert_near(von_mises_fit_at(&fit, at[3] + side * fit.half_width), at[0] + 0.5 * at[1],
                        1e-5 * at[1]);
        assert_true(fit.half_width > 0 && fit.half_width <= M_PI / 2);
    }
}

// Without a baseline 1 - CV is I1 / I0 of the concentration and the OSI its hyperbolic tangent; a
// baseline lowers both.
static void indices_are_those_of_a_von_mises_curve(void **state) {
    (void)state;
    enum { N = 24 };
    static const double concentrations[] = {0.61, 1.7, 4.9};
    for (size_t i = 0; i < 3; i++) {
        double k = concentrations[i], response[N];
        von_mises(0, 3.7, k, 0.83, N, response);
        TuningCurve curve = tuning_curve_of(response, N);
        assert_near(curve.selectivity, gsl_sf_bessel_I1(k) / gsl_sf_bessel_I0(k), 1e-9);
        assert_near(curve.osi, tanh(k), 1e-5);
        assert_near(curve.half_width, 0.5 * acos(1 - log(2) / k), 1e-5);
        von_mises(1.9, 3.7, k, 0.83, N, response);
        double low = 1.9 + 3.7 * exp(-2 * k);
        assert_near(tuning_curve_of(response, N).osi, (5.6 - low) / (5.6 + low), 1e-5);
        assert_near(tuning_curve_of(response, N).half_width, curve.half_width, 1e-5);
    }
}

static void curves_that_say_nothing_have_no_fit(void **state) {
    (void)state;
    enum { N = 12 };
    double response[N];
    von_mises(0.3, 1.1, 2.3, 0.7, 5, response);
    assert_non_null(strstr(von_mises_fit(response, 5).refused, "orientations"));
    for (size_t j = 0; j < N; j++)
        response[j] = 0.731;
    assert_non_null(strstr(von_mises_fit(response, N).refused, "alike"));
    response[3] = (double)NAN;
    assert_non_null(von_mises_fit(response, N).refused);
    for (size_t j = 0; j < N; j++)
        response[j] = j == 4 ? 1.3 : 0.1; // one orientation alone
    assert_non_null(von_mises_fit(response, N).refused);
    for (size_t j = 0; j < N; j++)
        response[j] = 1 + 0.2 * cos(6 * M_PI * (double)j / N + 0.3) +
                      0.07 * cos(2 * M_PI * (double)j / N); // three peaks
    assert_non_null(von_mises_fit(response, N).refused);
    assert_true(isnan(tuning_curve_of(response, N).half_width));
    assert_true(isnan(tuning_curve_of(response, N).osi));
    von_mises(0.2, 1.3, 0.31, 0.9, N, response); // below ln 2 / 2: never down to half
    VonMisesFit broad = von_mises_fit(response, N);
    assert_true(broad.refused || isnan(broad.half_width));
}

// A rectified cosine, which is no von Mises curve: the fit is as good as the best of all
// concentrations without a baseline, and keeps off baselines below 0.
static void a_broad_peak_over_silence_has_a_width(void **state) {
    (void)state;
    enum { N = 12 };
    double response[N], left = 0, least = (double)INFINITY;
    for (size_t j = 0; j < N; j++)
        response[j] = fmax(0, 0.2 + 0.7 * cos(2 * M_PI * (double)j / N - 0.4));
    VonMisesFit fit = von_mises_fit(response, N);
    assert_null(fit.refused);
    assert_true(fit.baseline >= 0 && fit.half_width > 0);
    for (size_t j = 0; j < N; j++)
        left += pow(von_mises_fit_at(&fit, M_PI * (double)j / N) - response[j], 2);
    for (double k = 0.5; k < 4; k += 0.01) {
        double bell[N], product = 0, square = 0, squares = 0;
        von_mises(0, 1, k, 0.2, N, bell);
        for (size_t j = 0; j < N; j++) {
            product += bell[j] * response[j];
            square += bell[j] * bell[j];
        }
        for (size_t j = 0; j < N; j++)
            squares += pow(bell[j] * product / square - response[j], 2);
        least = fmin(least, squares);
    }
    assert_near(left, least, 1e-4 * least);
}

static void modulation_is_f1_over_f0(void **state) {
    (void)state;
    enum { N = 360 };
    double response[N];
    for (size_t k = 0; k < N; k++)
        response[k] = 3.1 * cos(2 * M_PI * (double)k / N - 1.234);     // rectified: pi / 2
    assert_near(tuning_curve_modulation(response, N), M_PI / 2, 1e-3); // error of order 1 / N^2
    for (size_t k = 0; k < N; k++)
        response[k] =
            1.9 + 0.7 * cos(2 * M_PI * (double)k / N + 0.4) + 0.3 * cos(4 * M_PI * (double)k / N);
    assert_near(tuning_curve_modulation(response, N), 0.7 / 1.9, 1e-12);
    for (size_t k = 0; k < N; k++)
        response[k] = k == 77 ? 0.93 : 0;
    assert_near(tuning_curve_modulation(response, N), 2, 1e-12);
    assert_near(tuning_curve_modulation((double[]){0.4, 0.4, 0.4, 0.4}, 4), 0, 1e-12);
    assert_true(isnan(tuning_curve_modulation((double[]){-1, 0, 0}, 3)));
    assert_true(isnan(tuning_curve_modulation((double[]){1, 2}, 2)));
}

enum { CONTRASTS = 4, UNITS = 37, ORIENTATIONS = 20 };
static const double contrast[CONTRASTS] = {0.1, 0.27, 0.4, 0.9};

// A Gaussian peak, which is no von Mises curve: the half width of the responses is that of the
// peak, whatever its preference, while that of the fit is 4 % short.
static void the_raw_half_width_is_that_of_the_responses(void **state) {
    (void)state;
    enum { MOST = 180 };
    static const size_t orientations[] = {12, 13, 18, 36, 180};
    double expected = 20 * sqrt(2 * log(2));
    for (size_t k = 0; k < 5; k++) {
        size_t n = orientations[k];
        for (double preference = 0; preference < 180; preference += 1.3) {
            double response[MOST];
            for (size_t j = 0; j < n; j++) {
                double off = remainder(180 * (double)j / (double)n - preference, 180);
                response[j] = 2.1 * exp(-0.5 * pow(off / 20, 2));
            }
            TuningCurve curve = tuning_curve_of(response, n);
            assert_near(curve.raw_half_width * 180 / M_PI / expected, 1, 0.001);
            assert_near(curve.half_width * 180 / M_PI / expected, 0.958, 0.005);
            assert_near(curve.raw_osi, 1, 0.001);
            assert_true(curve.osi < 0.99);
        }
    }
    static const double triangle[] = {0, 0, 1, 3, 2, 0, 0, 0}, spike[] = {1, 1, 1, 2, 1, 1, 1, 1},
                        flat[] = {1, 1, 1, 1, 1, 1, 1, 1};
    // About 3/4 of a step below and 1 + 1/4 above.
    assert_near(tuning_curve_half_width(triangle, 8), M_PI / 8, 0.1);
    assert_true(isnan(tuning_curve_half_width(spike, 8)));
    assert_true(isnan(tuning_curve_half_width(flat, 8)));
}

// Units with curves in proportion to contrast, whose half width is `width` of contrast times their
// own.
static void make_units(const double *width, TuningCurve *curve) {
    for (size_t k = 0; k < CONTRASTS; k++)
        for (size_t i = 0; i < UNITS; i++) {
            double response[ORIENTATIONS];
            double half_width = width[k] * (0.3 + 0.003 * (double)i);
            von_mises(0, contrast[k] * (1 + 0.1 * (double)(i % 7)),
                      log(2) / (1 - cos(2 * half_width)), 0.31 * (double)i, ORIENTATIONS, response);
            curve[k * UNITS + i] = tuning_curve_of(response, ORIENTATIONS);
        }
}

static void statistics_over_contrasts(void **state) {
    (void)state;
    TuningCurve curve[CONTRASTS * UNITS];
    TuningStatistics statistics;
    double modulation[UNITS];
    for (size_t i = 0; i < UNITS; i++)
        modulation[i] = 0.031 + 0.05 * (double)i; // above 1 from the 21st on
    modulation[3] = (double)NAN;
    make_units((const double[]){1, 1, 1, 1}, curve);
    tuning_statistics(curve, contrast, CONTRASTS, modulation, UNITS, &statistics);
    assert_near(statistics.half_width, (0.3 + 0.003 * 18) * 180 / M_PI, 1e-3);
    assert_near(statistics.half_width_range, 0.003 * 18 * 180 / M_PI, 1e-3);
    assert_near(statistics.fitted, 1, 0);
    assert_near(statistics.responding, 1, 1e-12);
    assert_near(statistics.invariance, 1, 1e-4);
    assert_near(statistics.invariance_lowest, 0.1, 0);
    assert_near(statistics.half_response, 0.45, 1e-9);
    assert_near(statistics.simple, 17.0 / 36, 1e-12);
    assert_near(statistics.modulation, 0.5 * (modulation[18] + modulation[19]), 1e-12);

    make_units((const double[]){0.613, 0.8, 0.9, 1}, curve); // iceberg: narrower when weak
    tuning_statistics(curve, contrast, CONTRASTS, modulation, UNITS, &statistics);
    assert_near(statistics.invariance, 0.613, 1e-4);

    // Silent one by one at the lowest contrast, which counts while half of the 37 units respond.
    for (size_t i = 0; i < UNITS; i++) {
        curve[i] = (TuningCurve){(double)NAN, 0,           (double)NAN, (double)NAN,
                                 (double)NAN, (double)NAN, (double)NAN};
        tuning_statistics(curve, contrast, CONTRASTS, modulation, UNITS, &statistics);
        assert_near(statistics.invariance_lowest, UNITS - 1 - i >= 19 ? 0.1 : 0.27, 0);
    }
    tuning_statistics(curve, contrast, CONTRASTS, modulation, UNITS, &statistics);
    assert_near(statistics.invariance, 0.8, 1e-4);
    assert_near(statistics.invariance_lowest, 0.27, 0);

    Statistic rows[TUNING_ROWS];
    tuning_statistics(curve, contrast, 1, modulation, UNITS, &statistics); // of one that is silent
    tuning_statistics_rows(&statistics, rows);
    assert_near(statistics.fitted, 0, 0);
    for (size_t i = 0; i < TUNING_ROWS; i++)
        assert_true(isnan(rows[i].value) == (rows[i].undefined != NULL));
    assert_true(isnan(statistics.invariance) && isnan(statistics.half_response) &&
                isnan(statistics.half_width) && isnan(statistics.selectivity));
}

static Results *take(Network *network, const char *name, const char *const *assignments) {
    const MeasureKind *kind = measure_kind(name);
    void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    Error error = {0};
    for (; *assignments; assignments++)
        if (!settings_assign(&kind->observable.kind.block, settings, *assignments, false, "measure",
                             &error))
            fail_msg("%s", error.text);
    Results *results = kind->take(settings, name, network);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    return results;
}

static double number(const Results *results, const char *name) {
    return results_number(results, name)->value;
}

// The drive is in proportion to contrast, so that tuning is invariant and half of it comes at half
// the contrast; the curves are those that the orientation measure finds.
static void a_linear_sheet_is_contrast_invariant(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal,
                   (const char *const[]){"sheets.lgn_*.gain_control.enabled=false", NULL});
    Network *network = small_network(&settings);
    small_network_present(network, 5);
    uint64_t before = network_hash(network);
    Results *tuning =
        take(network, "tuning",
             (const char *const[]){"sheet=v1", "protocol=feedforward", "orientations=9", "phases=5",
                                   "region=0", "units=0", "contrasts=3", "contrast=0.8",
                                   "lowest_contrast=0.2", NULL});
    Results *orientation =
        take(network, "orientation",
             (const char *const[]){"sheet=v1", "protocol=feedforward", "orientations=9", "phases=5",
                                   "region=0", "contrast=0.8", NULL});
    assert_int_equal(network_hash(network), before);
    const ResultMap *curves = results_map(tuning, "curves"),
                    *responses = results_map(orientation, "responses");
    size_t units = responses->height * responses->width;
    assert_int_equal(curves->planes, 3);
    assert_int_equal(curves->height, 9);
    assert_int_equal(curves->width, units);
    for (size_t i = 0; i < 9 * units; i++)
        assert_near(curves->values[18 * units + i], responses->values[i], 0);
    assert_near(number(tuning, "contrast_1.contrast"), 0.2, 1e-12);
    assert_near(number(tuning, "contrast_2.contrast"), 0.4, 1e-12);
    assert_near(number(tuning, "contrast_2.response"), 0.5 * number(tuning, "contrast_3.response"),
                1e-4 * number(tuning, "contrast_3.response"));
    assert_near(number(tuning, "contrast_response.half"), 0.4, 1e-4);
    assert_near(number(tuning, "contrast_1.selectivity"), number(tuning, "selectivity.median"),
                1e-4);
    assert_near(number(tuning, "samples.count"), (double)units, 0);
    results_free(orientation);
    results_free(tuning);
    network_free(network);
    small_settings_finish(&settings);
}

// F1 / F0 of unit 0 of curves (6, 2) and phases (4, 2) from elsewhere.
static double recorded_modulation(double *curves, double *phases, bool *warned) {
    const MeasureKind *kind = measure_kind("tuning");
    void *settings = allocate(1, kind->observable.kind.block.size);
    Error error = {0};
    block_start(&kind->observable.kind.block, settings);
    Recording recording = {.count = 2,
                           .name = {"t.h5:/curves", "t.h5:/phases"},
                           .array = {{.rank = 2, .shape = {6, 2}, .values = curves},
                                     {.rank = 2, .shape = {4, 2}, .values = phases}},
                           .spacing = (double)NAN};
    Results *results = kind->recording->take(settings, "tuning", &recording, &error);
    assert_non_null(results);
    double modulation = results_number(results, "modulation.median")->value;
    *warned = results->warnings > 0 && strstr(results->warning[0], "2 of 20 responses are below 0");
    results_free(results);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    return modulation;
}

// Recorded responses below 0 count as 0, in curves as in phases, as those of a network do.
static void recorded_responses_below_0_count_as_0(void **state) {
    (void)state;
    double curves[12], phases[8] = {0.83, 0.83, 0.21, 0.21, -0.47, -0.47, 0.13, 0.13},
                       cut[8] = {0.83, 0.83, 0.21, 0.21, 0, 0, 0.13, 0.13};
    for (size_t i = 0; i < 12; i++)
        curves[i] = 0.1 + 0.07 * (double)(i * i % 11);
    bool warned, warned_of_cut;
    assert_near(recorded_modulation(curves, phases, &warned),
                recorded_modulation(curves, cut, &warned_of_cut), 0);
    assert_true(warned && !warned_of_cut);
    // F0 is the mean; F1 is half the amplitude of the transform at one cycle, over half the phases.
    assert_near(recorded_modulation(curves, cut, &warned),
                hypot(0.83, 0.21 - 0.13) / 2 / ((0.83 + 0.21 + 0.13) / 4), 1e-12);
}

int main(void) {
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_finds_the_curve),
        cmocka_unit_test(indices_are_those_of_a_von_mises_curve),
        cmocka_unit_test(curves_that_say_nothing_have_no_fit),
        cmocka_unit_test(a_broad_peak_over_silence_has_a_width),
        cmocka_unit_test(the_raw_half_width_is_that_of_the_responses),
        cmocka_unit_test(modulation_is_f1_over_f0),
        cmocka_unit_test(recorded_responses_below_0_count_as_0),
        cmocka_unit_test(statistics_over_contrasts),
        cmocka_unit_test(a_linear_sheet_is_contrast_invariant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
