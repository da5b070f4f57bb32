// SPDX-License-Identifier: GPL-3.0-or-later
// What several sessions share, against synthetic experiments (synthetic_experiment.h) of a map that
// changed between two sessions, and of one that did not.
#include "imaging/session_confidence.h"

#include "base/memory.h"
#include "helpers/synthetic_experiment.h"
#include "imaging/confidence.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum {
    STABILITY = ORIENTATION_SIMILARITY_ROWS + SESSIONS_STABILITY,
    PINWHEELS = ORIENTATION_SIMILARITY_ROWS + SESSIONS_PINWHEELS,
    DISPLACEMENT = ORIENTATION_SIMILARITY_ROWS + SESSIONS_DISPLACEMENT
};

static const SyntheticExperiment small = {40, 10, 6, 8, 1, 1.5, 1, false};
static const double share_of_change = 0.6; // of the amplitude

// The map of the second session.
static ComplexMap *changed(const ComplexMap *truth, uint64_t seed) {
    ComplexMap *map = synthetic_truth(&small, seed);
    for (size_t i = 0; i < 2 * map->height * map->width; i++)
        map->value[i] = sqrt(1 - share_of_change * share_of_change) * truth->value[i] +
                        share_of_change * map->value[i];
    return map;
}

static void record(const SyntheticExperiment *experiment, ComplexMap *const *truth, uint64_t seed,
                   ResponseStack stack[2]) {
    static const BandPass band = {20, 6.5, BAND_PASS_STEEP};
    for (size_t k = 0; k < 2; k++) {
        stack[k] = synthetic_trials(experiment, truth[k], 2 * seed + k);
        stack_filter(&stack[k], &band);
    }
}

static SessionConfidence confidence_of_noise(double noise, ComplexMap *const *truth, uint64_t seed,
                                             size_t resamples) {
    const TrialDraws settings = {.resamples = resamples, .seed = seed};
    SyntheticExperiment experiment = small;
    ResponseStack stack[2];
    experiment.noise = noise;
    record(&experiment, truth, seed, stack);
    SessionConfidence confidence = session_confidence_of(stack, 2, small.wavelength, &settings);
    for (size_t k = 0; k < 2; k++)
        stack_free(&stack[k]);
    return confidence;
}

static SessionConfidence confidence_in(ComplexMap *const *truth, uint64_t seed, size_t resamples) {
    return confidence_of_noise(small.noise, truth, seed, resamples);
}

static void intervals_hold_the_mean_of_many_recordings(void **state) {
    (void)state;
    enum { EXPERIMENTS = 30, RESAMPLES = 80, FEWEST = 24 };
    OWNED_BY(map_free_owned) ComplexMap *first = synthetic_truth(&small, 21);
    OWNED_BY(map_free_owned) ComplexMap *second = changed(first, 22);
    ComplexMap *const truth[] = {first, second};
    SessionConfidence found[EXPERIMENTS];
    for (size_t e = 0; e < EXPERIMENTS; e++)
        found[e] = confidence_in(truth, 300 + e, RESAMPLES);
    for (size_t k = 0; k < SESSION_NUMBERS; k++) {
        double mean = 0;
        size_t held = 0;
        for (size_t e = 0; e < EXPERIMENTS; e++)
            mean += found[e].number[k].value / EXPERIMENTS;
        for (size_t e = 0; e < EXPERIMENTS; e++)
            held += found[e].interval[k].low <= mean && mean <= found[e].interval[k].high;
        printf("%-28s %.3f: %zu of %d\n", found[0].number[k].name, mean, held, EXPERIMENTS);
        assert_true(held >= FEWEST);
    }
}

static void an_unchanged_map_is_as_stable_as_exchanges_say(void **state) {
    (void)state;
    enum { EXPERIMENTS = 10, RESAMPLES = 40 };
    OWNED_BY(map_free_owned) ComplexMap *first = synthetic_truth(&small, 31);
    OWNED_BY(map_free_owned) ComplexMap *second = changed(first, 32);
    double observed[SESSION_NUMBERS] = {0}, said[ORIENTATION_SESSIONS_ROWS] = {0};
    for (size_t e = 0; e < EXPERIMENTS; e++) {
        SessionConfidence same = confidence_in((ComplexMap *[]){first, first}, 500 + e, RESAMPLES);
        for (size_t k = 0; k < SESSION_NUMBERS; k++)
            observed[k] += same.number[k].value / EXPERIMENTS;
        for (size_t k = 0; k < ORIENTATION_SESSIONS_ROWS; k++)
            said[k] += same.unchanged[k] / EXPERIMENTS;
        SessionConfidence other =
            confidence_in((ComplexMap *[]){first, second}, 700 + e, RESAMPLES);
        assert_true(other.number[STABILITY].value <
                    other.unchanged_between[SESSIONS_STABILITY].low);
        assert_true(other.number[PINWHEELS].value <
                    other.unchanged_between[SESSIONS_PINWHEELS].low);
    }
    printf("stability %.4f, said %.4f; pinwheels %.3f, said %.3f; displacement %.3f, said %.3f\n",
           observed[STABILITY], said[SESSIONS_STABILITY], observed[PINWHEELS],
           said[SESSIONS_PINWHEELS], observed[DISPLACEMENT], said[SESSIONS_DISPLACEMENT]);
    assert_true(fabs(observed[STABILITY] - said[SESSIONS_STABILITY]) < 0.01);
    assert_true(fabs(observed[PINWHEELS] - said[SESSIONS_PINWHEELS]) < 0.04);
    assert_true(fabs(observed[DISPLACEMENT] / said[SESSIONS_DISPLACEMENT] - 1) < 0.15);
}

// With as much noise as map, two sessions of one map lie below the interval as seldom as it says:
// one in thirty, so that more than 5 of 40 are there in one case of five hundred.
static void an_unchanged_map_seldom_looks_changed(void **state) {
    (void)state;
    enum { EXPERIMENTS = 40, RESAMPLES = 60, MOST = 5 };
    size_t below[ORIENTATION_SESSIONS_ROWS] = {0};
    double stability = 0;
    for (size_t e = 0; e < EXPERIMENTS; e++) {
        OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&small, 51 + e);
        SessionConfidence found =
            confidence_of_noise(12, (ComplexMap *[]){truth, truth}, 900 + e, RESAMPLES);
        stability += found.number[STABILITY].value / EXPERIMENTS;
        for (size_t k = 0; k < ORIENTATION_SESSIONS_ROWS; k++)
            below[k] += found.number[ORIENTATION_SIMILARITY_ROWS + k].value <
                        found.unchanged_between[k].low;
    }
    printf("stability %.2f; below the interval: stability %zu, pinwheels %zu, displacement %zu of "
           "%d\n",
           stability, below[SESSIONS_STABILITY], below[SESSIONS_PINWHEELS],
           below[SESSIONS_DISPLACEMENT], EXPERIMENTS);
    assert_true(stability > 0.2 && stability < 0.6);
    assert_in_range(below[SESSIONS_STABILITY], 0, MOST);
    assert_in_range(below[SESSIONS_PINWHEELS], 0, MOST);
    assert_in_range(below[SESSIONS_DISPLACEMENT], 0, MOST);
}

static void each_session_keeps_its_number_of_trials_and_all_conditions(void **state) {
    (void)state;
    enum { DRAWS = 200, TRIALS = 8, KEPT = 1 };
    OWNED_BY(map_free_owned) ComplexMap *truth = synthetic_truth(&small, 61);
    ResponseStack stack[2];
    record(&small, (ComplexMap *[]){truth, truth}, 63, stack);
    for (size_t t = KEPT; t < TRIALS; t++) // condition 2 has one frame in each session
        stack[0].present[2 * TRIALS + t] = stack[1].present[2 * TRIALS + t] = false;
    size_t first[TRIALS], second[TRIALS], *const session[2] = {first, second}, moved = 0;
    for (size_t r = 0; r < DRAWS; r++) {
        size_t come = 0;
        trial_draws_exchange(stack, 2, 65, r, session);
        for (size_t t = 0; t < TRIALS; t++) {
            moved += first[t];
            come += first[t] + second[t];
        }
        assert_int_equal(come, TRIALS);
        assert_int_equal(trial_draws_exchanged(stack, 2, session, 0, 2), 1);
        assert_int_equal(trial_draws_exchanged(stack, 2, session, 1, 2), 1);
    }
    double share = (double)moved / (DRAWS * TRIALS);
    assert_true(share > 0.46 && share < 0.54);
    assert_true(sessions_have_same_conditions(stack, 2));
    stack[1].angle[2] += 0.1;
    assert_false(sessions_have_same_conditions(stack, 2));
    stack_free(&stack[0]);
    stack_free(&stack[1]);
}

static void threads_change_nothing(void **state) {
    (void)state;
    OWNED_BY(map_free_owned) ComplexMap *first = synthetic_truth(&small, 41);
    ComplexMap *const truth[] = {first, first};
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    SessionConfidence one = confidence_in(truth, 43, 20);
    omp_set_num_threads(3);
    SessionConfidence three = confidence_in(truth, 43, 20);
    omp_set_num_threads(threads);
    assert_memory_equal(one.interval, three.interval, sizeof one.interval);
    assert_memory_equal(one.unchanged_between, three.unchanged_between,
                        sizeof one.unchanged_between);
    SessionConfidence other = confidence_in(truth, 44, 20);
    assert_true(memcmp(one.interval, other.interval, sizeof one.interval) != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_mean_of_many_recordings),
        cmocka_unit_test(an_unchanged_map_is_as_stable_as_exchanges_say),
        cmocka_unit_test(an_unchanged_map_seldom_looks_changed),
        cmocka_unit_test(each_session_keeps_its_number_of_trials_and_all_conditions),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
