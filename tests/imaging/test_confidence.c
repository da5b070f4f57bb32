// SPDX-License-Identifier: GPL-3.0-or-later
// Confidence against experiments whose truth is known (synthetic_experiment.h): how often intervals
// hold it, pinwheels are there as often as said, and unmodular responses are taken for a map.
//
// EXPERIMENTS in the environment is their number; with 100 or more the shares have to be as asked.
// `make validation` asks for 200, and prints what docs/measures.md reports. Its seeds are its own:
// no choice of the program's was made by them.
#include "imaging/confidence.h"

#include "base/memory.h"
#include "helpers/synthetic_experiment.h"
#include "imaging/trial_draws.h"
#include "maps/pinwheel_match.h"

#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const SyntheticExperiment usual = {80, 12, 8, 10, 1, 2, 1, true};
static const BandPass band = {24, 7.5, BAND_PASS_STEEP};
static const double light = 100; // of synthetic_trials, by which the cocktail divides

static size_t experiments(size_t few) {
    const char *asked = getenv("EXPERIMENTS");
    size_t n = asked ? (size_t)strtoul(asked, NULL, 10) : few;
    return n > few ? n : few;
}

static uint64_t first_seed(bool many) {
    return many ? 610000 : 0;
}

// The truth as the analysis would see it without noise.
static ComplexMap *seen_truth(const ComplexMap *truth) {
    ComplexMap *seen = band_pass_of(truth, &band);
    for (size_t i = 0; i < seen->height * seen->width; i++) {
        seen->real[i] /= light;
        seen->imaginary[i] /= light;
    }
    return seen;
}

typedef struct {
    double held, all, width;
} Share;

static void add(Share *share, Interval interval, double truth) {
    share->held += truth >= interval.low && truth <= interval.high;
    share->width += interval.high - interval.low;
    share->all++;
}

// Whether the share is as asked.
static bool share_from(const char *name, const Share *share, double low, double high) {
    double held = share->held / share->all;
    bool good = held >= low && held <= high;
    printf("%-28s %.3f of %.0f, mean width %.4g%s\n", name, held, share->all,
           share->width / share->all, good ? "" : ": not as asked");
    return good;
}

typedef struct {
    Share density, spacing, count, angle, selectivity, place;
    Share probability[5]; // those said to be from 0.5 to 0.6, and so on: held, all, sum of said
    double noise;         // mean signal over noise
} Findings;

static void add_samples(Findings *found, const Confidence *confidence, const ComplexMap *map,
                        const ComplexMap *truth) {
    for (size_t i = 0; i < map->height * map->width; i++) {
        if (!map_has_sample(map, i))
            continue;
        double x = map->real[i], y = map->imaginary[i], u = truth->real[i], v = truth->imaginary[i];
        add(&found->angle,
            (Interval){confidence->samples.low[SAMPLE_ANGLE][i],
                       confidence->samples.high[SAMPLE_ANGLE][i]},
            0.5 * atan2(x * v - y * u, x * u + y * v));
        add(&found->selectivity,
            (Interval){confidence->samples.low[SAMPLE_SIZE][i],
                       confidence->samples.high[SAMPLE_SIZE][i]},
            hypot(u, v));
    }
}

static void add_pinwheel(Findings *found, const PinwheelConfidence *own, const Pinwheels *truth) {
    double least = PINWHEEL_REACH * usual.wavelength, x = 0, y = 0;
    bool there = false;
    for (size_t j = 0; j < truth->count; j++) {
        double right = truth->list[j].column - own->pinwheel.column,
               up = own->pinwheel.row - truth->list[j].row;
        if (truth->list[j].sign != own->pinwheel.sign || hypot(right, up) > least)
            continue;
        least = hypot(right, up);
        x = right, y = up;
        there = true;
    }
    if (own->probability >= 0.5) {
        Share *share = &found->probability[(size_t)fmin((own->probability - 0.5) * 10, 4)];
        share->held += there;
        share->all++;
        share->width += own->probability;
    }
    if (!there || !(own->short_axis > 0))
        return;
    double along = (x * cos(own->turn) + y * sin(own->turn)) / own->long_axis,
           across = (y * cos(own->turn) - x * sin(own->turn)) / own->short_axis;
    found->place.held += along * along + across * across <= 1;
    found->place.all++;
}

static void add_experiment(Findings *found, uint64_t seed, bool many) {
    OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&usual, seed);
    OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&usual, truth, 1000 + seed);
    OWNED_BY(map_free_owned) ComplexMap *seen = seen_truth(truth);
    stack_filter(&stack, &band);
    const TrialDraws settings = {many ? 300 : 120, seed, false, NULL};
    OWNED_BY(confidence_free) Confidence confidence = confidence_of(&stack, &settings);
    OWNED_BY(map_free_owned) ComplexMap *map = stack_map(&stack, NULL);
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(seen);
    OrientationStatistics statistics;
    Statistic rows[ORIENTATION_STATISTICS_ROWS];
    orientation_statistics(seen, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    for (size_t k = 0; k < ORIENTATION_STATISTICS_ROWS; k++) {
        Share *share = strcmp(rows[k].name, "pinwheels.density") == 0     ? &found->density
                       : strcmp(rows[k].name, "wavelength.peak_fit") == 0 ? &found->spacing
                       : strcmp(rows[k].name, "pinwheels.count") == 0     ? &found->count
                                                                          : NULL;
        if (share)
            add(share, confidence.interval[k], rows[k].value);
    }
    add_samples(found, &confidence, map, seen);
    for (size_t k = 0; k < confidence.pinwheels; k++)
        add_pinwheel(found, &confidence.pinwheel[k], pinwheels);
    found->noise += confidence.signal_to_noise;
}

static void intervals_hold_the_truth(void **state) {
    (void)state;
    size_t n = experiments(8);
    bool many = n >= 100;
    Findings found = {0};
    for (uint64_t k = 0; k < n; k++)
        add_experiment(&found, first_seed(many) + k, many);
    printf("%zu experiments, signal over noise %.1f\n", n, found.noise / (double)n);
    double low = many ? 0.92 : 0.62, high = many ? 0.98 : 1;
    bool good = share_from("pinwheels.density", &found.density, low, high);
    good &= share_from("wavelength.peak_fit", &found.spacing, low, high);
    good &= share_from("pinwheels.count", &found.count, low, high);
    good &= share_from("preference of a sample", &found.angle, many ? 0.92 : 0.89, 0.98);
    good &= share_from("selectivity of a sample", &found.selectivity, many ? 0.92 : 0.89, 0.98);
    good &= share_from("place in the ellipse", &found.place, many ? 0.92 : 0.85, many ? 0.98 : 1);
    for (size_t k = 0; k < 5; k++) {
        Share *share = &found.probability[k];
        double said = share->width / share->all, held = share->held / share->all;
        printf("pinwheels said to be there with %.3f: %.3f of %.0f\n", said, held, share->all);
        good &= fabs(held - said) <= 0.1 || !(many || k == 4);
    }
    assert_true(good);
}

// The statistics and the layout of a map, in the order of a confidence's numbers.
static void all_numbers_of(const ComplexMap *map, Statistic rows[CONFIDENCE_NUMBERS]) {
    OrientationStatistics statistics;
    OrientationLayout layout;
    orientation_statistics(map, NULL, &statistics);
    orientation_statistics_rows(&statistics, rows);
    orientation_layout(map, &statistics, &layout);
    orientation_layout_rows(&layout, rows + ORIENTATION_STATISTICS_ROWS);
}

// All numbers must have an interval but those that experiments without a length of a sample, and
// without selectivities, leave undefined, and those that no draw changes.
static bool must_have_interval(const char *name) {
    static const char *const without[] = {"wavelength.peak_fit_sheet",
                                          "wavelength.mean_wavenumber_sheet",
                                          "wavelength.mean_wavenumber_tapered_sheet",
                                          "pinwheels.per_area",
                                          "pinwheels.spacing",
                                          "selectivity.mean",
                                          "samples.count",
                                          "samples.without_preference"};
    for (size_t k = 0; k < sizeof without / sizeof *without; k++)
        if (strcmp(name, without[k]) == 0)
            return false;
    return true;
}

static void every_number_has_an_interval(void **state) {
    (void)state;
    const SyntheticExperiment small = {48, 10, 8, 6, 1, 1, 1, false};
    OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&small, 2);
    OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&small, truth, 3);
    stack_filter(&stack, &band);
    const TrialDraws settings = {40, 4, true, NULL};
    OWNED_BY(confidence_free) Confidence confidence = confidence_of(&stack, &settings);
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++) {
        const char *name = confidence.number[k].name;
        if (must_have_interval(name) != isfinite(confidence.interval[k].low))
            fail_msg("%s: %g has %s interval", name, confidence.number[k].value,
                     must_have_interval(name) ? "no" : "an");
    }
}

// Fewer experiments, as the layout takes long: too few for a bound.
static void intervals_of_all_numbers_are_counted(void **state) {
    (void)state;
    size_t n = experiments(0) / 8;
    Share share[CONFIDENCE_NUMBERS] = {{0}};
    Statistic rows[CONFIDENCE_NUMBERS];
    if (n == 0)
        skip();
    for (uint64_t seed = first_seed(true); seed < first_seed(true) + n; seed++) {
        OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&usual, seed);
        OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&usual, truth, 1000 + seed);
        OWNED_BY(map_free_owned) ComplexMap *seen = seen_truth(truth);
        stack_filter(&stack, &band);
        const TrialDraws settings = {120, seed, true, NULL};
        OWNED_BY(confidence_free) Confidence confidence = confidence_of(&stack, &settings);
        all_numbers_of(seen, rows);
        for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++)
            if (isfinite(confidence.interval[k].low))
                add(&share[k], confidence.interval[k], rows[k].value);
    }
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++)
        if (share[k].all > 0)
            share_from(rows[k].name, &share[k], 0.7, 1);
    for (size_t k = 0; k < CONFIDENCE_NUMBERS; k++)
        if (share[k].all == 0 && must_have_interval(rows[k].name))
            fail_msg("%s has no interval in any experiment", rows[k].name);
}

static double share_modular(const SyntheticExperiment *experiment, size_t n) {
    double modular = 0, noise = 0;
    for (size_t k = 0; k < n; k++) {
        uint64_t seed = first_seed(n >= 100) + k;
        OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(experiment, seed);
        OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(experiment, truth, 5000 + seed);
        const TrialDraws settings = {99, seed, false, NULL};
        modular += modularity_of(&stack, &settings).p <= 0.05;
        double power = experiment->modulation * experiment->modulation,
               of_noise = 4.0 * experiment->noise * experiment->noise /
                          (double)(experiment->conditions * experiment->trials);
        noise += power / of_noise / (double)n;
    }
    printf("modular: %.3f of %zu at a signal over noise of %.3f a sample\n", modular / (double)n, n,
           noise);
    return modular / (double)n;
}

// Without a map one in twenty is taken for modular; at a signal over noise of 0.1 a sample, more
// than nine in ten.
static void unmodular_responses_are_no_map(void **state) {
    (void)state;
    size_t n = experiments(6);
    SyntheticExperiment experiment = {48, 12, 8, 10, 0, 2, 1, true};
    double size = share_modular(&experiment, n);
    assert_true(size <= (n >= 100 ? 0.09 : 0.25));
    experiment.modulation = sqrt(0.1 * 4 * 4 / 80.0);
    assert_true(share_modular(&experiment, n) > 0.9);
}

static void threads_change_nothing(void **state) {
    (void)state;
    const SyntheticExperiment small = {40, 10, 4, 5, 1, 1.5, 1, false};
    OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&small, 2);
    OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&small, truth, 3);
    stack_filter(&stack, &band);
    const TrialDraws settings = {60, 4, true, NULL};
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    OWNED_BY(confidence_free) Confidence one = confidence_of(&stack, &settings);
    Modularity of_one = modularity_of(&stack, &settings);
    omp_set_num_threads(3);
    OWNED_BY(confidence_free) Confidence three = confidence_of(&stack, &settings);
    Modularity of_three = modularity_of(&stack, &settings);
    omp_set_num_threads(threads);
    assert_memory_equal(one.interval, three.interval, sizeof one.interval);
    assert_memory_equal(one.samples.low[SAMPLE_ANGLE], three.samples.low[SAMPLE_ANGLE],
                        40 * 40 * sizeof(double));
    assert_int_equal(one.pinwheels, three.pinwheels);
    assert_memory_equal(one.pinwheel, three.pinwheel, one.pinwheels * sizeof *one.pinwheel);
    assert_memory_equal(&of_one, &of_three, sizeof of_one);
    assert_true(isfinite(one.interval[0].low) && one.interval[0].low < one.interval[0].high);
}

static void one_trial_has_no_interval(void **state) {
    (void)state;
    const SyntheticExperiment single = {40, 10, 4, 1, 1, 1.5, 1, false};
    OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&single, 2);
    OWNED_BY(stack_free) ResponseStack stack = synthetic_trials(&single, truth, 3);
    assert_non_null(strstr(confidence_refused(&stack), "without trials there is no interval"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(one_trial_has_no_interval),
        cmocka_unit_test(unmodular_responses_are_no_map),
        cmocka_unit_test(every_number_has_an_interval),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(intervals_of_all_numbers_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
