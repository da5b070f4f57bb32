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

static void record(ComplexMap *const *truth, uint64_t seed, ResponseStack stack[2]) {
    static const BandPass band = {20, 6.5, BAND_PASS_STEEP};
    for (size_t k = 0; k < 2; k++) {
        stack[k] = synthetic_trials(&small, truth[k], 2 * seed + k);
        stack_filter(&stack[k], &band);
    }
}

static SessionConfidence confidence_in(ComplexMap *const *truth, uint64_t seed, size_t resamples) {
    const TrialDraws settings = {.resamples = resamples, .seed = seed};
    ResponseStack stack[2];
    record(truth, seed, stack);
    SessionConfidence confidence = session_confidence_of(stack, 2, small.wavelength, &settings);
    for (size_t k = 0; k < 2; k++)
        stack_free(&stack[k]);
    return confidence;
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

static void an_unchanged_map_is_as_stable_as_draws_say(void **state) {
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
        cmocka_unit_test(an_unchanged_map_is_as_stable_as_draws_say),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
