// SPDX-License-Identifier: GPL-3.0-or-later
// Confidence of ocular dominance, its geometry with orientation, retinotopy and tuning: experiments
// whose truth is known. EXPERIMENTS in the environment is the number of those of ocular dominance;
// with 60 or more the shares have to be as asked (`make validation`).
#include "imaging/measure_confidence.h"

#include "base/memory.h"
#include "base/random.h"
#include "helpers/assert_near.h"
#include "helpers/synthetic_map.h"

#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SIDE = 72, REPEATS = 10 };

static const char by_trial[] = "conditions,trials,rows,columns";

// Adds an array [conditions][trials][rows][columns] whose trials have noise about value[condition].
static void add_trials(Recording *recording, const char *name, size_t conditions, size_t height,
                       size_t width, const double *value, double noise, uint64_t seed) {
    const size_t shape[] = {conditions, REPEATS, height, width};
    size_t n = height * width;
    DataArray array = data_array_new(name, 4, shape, false);
    RandomStream stream = random_stream(seed, name);
    for (size_t k = 0; k < conditions * REPEATS; k++) {
        RandomDraws draws = random_draws(stream, k);
        for (size_t i = 0; i < n; i++)
            array.values[k * n + i] = value[k / REPEATS * n + i] + noise * random_normal(&draws);
    }
    recording->name[recording->count] = name;
    recording->array[recording->count++] = array;
    recording->given = recording->count;
}

static Recording empty_recording(void) {
    return (Recording){.spacing = 0.5, .millimetres = (double)NAN, .maps = true, .seed = 1};
}

static ComplexMap *field_of(double wavelength, uint64_t seed) {
    double cycles = 1.5 * SIDE / wavelength;
    const SyntheticRing ring = {SIDE * 3 / 2, cycles, 0.12 * cycles, 0.6 * cycles, 1.5 * cycles};
    OWNED_BY(map_free_owned) ComplexMap *whole = synthetic_ring(&ring, seed);
    return map_crop(whole, 0, 0, SIDE, SIDE);
}

// The index of a random map.
static void true_index(uint64_t seed, double *index) {
    OWNED_BY(map_free_owned) ComplexMap *field = field_of(14, seed);
    for (size_t i = 0; i < SIDE * SIDE; i++)
        index[i] = fmin(fmax(0.3 * field->real[i], -0.7), 0.7);
}

static void add_eyes(Recording *recording, const double *index, double noise, uint64_t seed) {
    OWNED double *value = allocate(SIDE * SIDE, sizeof *value);
    for (int eye = 0; eye < 2; eye++) {
        for (size_t i = 0; i < SIDE * SIDE; i++)
            value[i] = 10 * (1 + (eye ? index[i] : -index[i]));
        add_trials(recording, eye ? "right" : "left", 1, SIDE, SIDE, value, noise, seed);
    }
}

static void *settings_of(const MeasureKind *kind) {
    void *settings = allocate(1, kind->observable.kind.block.size);
    block_start(&kind->observable.kind.block, settings);
    return settings;
}

static Results *taken(const MeasureKind *kind, const Recording *recording) {
    void *settings = settings_of(kind);
    Results *results = kind->recording->take(settings, kind->observable.kind.name, recording, NULL);
    assert_non_null(results);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    return results;
}

// The results of a recording of trials, with confidence; frees its arrays.
static Results *confident(const char *name, const char *axes, Recording *recording,
                          size_t resamples) {
    const MeasureKind *kind = measure_kind(name);
    OWNED_BY(recorded_stacks_free) RecordedStacks stacks = {0};
    const StackProtocol protocol = {.axes = axes, .stimuli = "", .window = "", .turn = 180};
    const TrialDraws draws = {resamples, recording->seed, false, NULL};
    void *settings = settings_of(kind);
    Error error = {0};
    if (!recorded_stacks_take(name, &protocol, recording, &stacks, &error))
        fail_msg("%s", error.text);
    Results *results = kind->recording->take(settings, name, recording, &error);
    assert_non_null(results);
    measure_confidence_add(results, kind, settings, recording, &stacks, &draws);
    block_finish(&kind->observable.kind.block, settings);
    release(settings);
    recording_free(recording);
    return results;
}

static Results *eyes_seen(const double *index, double noise, uint64_t seed, size_t resamples) {
    Recording recording = empty_recording();
    add_eyes(&recording, index, noise, seed);
    return confident("ocular_dominance", by_trial, &recording, resamples);
}

static Results *eyes_in_truth(const double *index) {
    Recording recording = empty_recording();
    const size_t shape[] = {SIDE, SIDE};
    recording.array[0] = data_array_new("truth", 2, shape, false);
    memcpy(recording.array[0].values, index, SIDE * SIDE * sizeof *index);
    recording.name[0] = "truth";
    recording.count = recording.given = 1;
    Results *results = taken(measure_kind("ocular_dominance"), &recording);
    recording_free(&recording);
    return results;
}

// Whether a name is in a list, where "a.*" stands for all that begin with "a.".
static bool is_one_of(const char *name, const char *const *list) {
    for (; *list; list++) {
        size_t length = strcspn(*list, "*");
        if (strncmp(name, *list, length) == 0 && ((*list)[length] || name[length] == '\0'))
            return true;
    }
    return false;
}

// Numbers that are not listed must have an interval, and the others must not.
static void check_intervals(const Results *results, const char *const *without) {
    for (size_t k = 0; k < results->numbers; k++) {
        const ResultNumber *number = &results->number[k];
        bool wanted = !is_one_of(number->name, without);
        if (wanted != isfinite(number->low))
            fail_msg("%s: %g has %s interval", number->name, number->value, wanted ? "no" : "an");
        if (wanted && !(number->low <= number->high))
            fail_msg("%s: its interval is [%g, %g]", number->name, number->low, number->high);
    }
}

typedef struct {
    double held, all;
} Share;

static void add(Share *share, double low, double high, double truth) {
    share->held += truth >= low && truth <= high;
    share->all++;
}

static size_t experiments(size_t few) {
    const char *asked = getenv("EXPERIMENTS");
    size_t n = asked ? (size_t)strtoul(asked, NULL, 10) : few;
    return n > few ? n : few;
}

static void intervals_of_dominance_hold_the_truth(void **state) {
    (void)state;
    enum { NUMBERS = 40 };
    size_t n = experiments(4);
    bool many = n >= 60;
    Share share[NUMBERS] = {{0}}, sample = {0};
    const char *name[NUMBERS] = {0};
    OWNED_BY(results_free_owned) Results *last = NULL;
    for (uint64_t seed = many ? 720000 : 0, k = 0; k < n; k++, seed++) {
        OWNED double *index = allocate(SIDE * SIDE, sizeof *index);
        true_index(seed, index);
        OWNED_BY(results_free_owned) Results *truth = eyes_in_truth(index);
        results_free(last);
        last = eyes_seen(index, 2, 1000 + seed, many ? 300 : 100);
        const ResultMap *low = results_map(last, "index_low"),
                        *high = results_map(last, "index_high");
        for (size_t i = 0; i < SIDE * SIDE; i++)
            add(&sample, low->values[i], high->values[i], index[i]);
        for (size_t j = 0; j < truth->numbers; j++) {
            const ResultNumber *own = results_number(last, truth->number[j].name);
            name[j] = own->name;
            if (isfinite(own->low))
                add(&share[j], own->low, own->high, truth->number[j].value);
        }
    }
    bool good = true;
    for (size_t j = 0; j < NUMBERS && name[j]; j++) {
        double held = share[j].held / share[j].all;
        bool bounded =
            many && is_one_of(name[j], (const char *const[]){"wavelength*", "monocularity",
                                                             "spectrum.circular_variance", NULL});
        if (share[j].all > 0)
            printf("%-40s %.3f of %.0f\n", name[j], held, share[j].all);
        good = good && (!bounded || held >= 0.87);
    }
    double held = sample.held / sample.all;
    printf("%-40s %.3f of %.0f\n", "a sample's index", held, sample.all);
    assert_true(good && held > (many ? 0.92 : 0.9) && held < 0.98);
}

// What has no interval: counts of samples, numbers that are 0 or 1, and what no trial changes.
static void every_number_of_dominance_has_an_interval(void **state) {
    (void)state;
    OWNED double *index = allocate(SIDE * SIDE, sizeof *index);
    true_index(3, index);
    OWNED_BY(results_free_owned) Results *seen = eyes_seen(index, 2, 5, 40);
    check_intervals(seen, (const char *const[]){"samples.*", "spectrum.ring", "border.smoothing",
                                                "confidence.*", NULL});
    assert_near(results_number(seen, "confidence.resamples")->value, 40, 0);
    for (size_t i = 0; i < SIDE * SIDE; i++) // five times the noise of a mean
        assert_near(results_map(seen, "index")->values[i], index[i], 0.33);
    assert_true(isfinite(results_number(seen, "spectrum.ring_prominence")->low));
}

static void threads_change_nothing(void **state) {
    (void)state;
    OWNED double *index = allocate(SIDE * SIDE, sizeof *index);
    true_index(4, index);
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    OWNED_BY(results_free_owned) Results *one = eyes_seen(index, 2, 6, 20);
    omp_set_num_threads(3);
    OWNED_BY(results_free_owned) Results *three = eyes_seen(index, 2, 6, 20);
    omp_set_num_threads(threads);
    for (size_t k = 0; k < one->numbers; k++)
        assert_memory_equal(&one->number[k].low, &three->number[k].low, 2 * sizeof(double));
    assert_memory_equal(results_map(one, "index_low")->values,
                        results_map(three, "index_low")->values, SIDE * SIDE * sizeof(double));
}

// Orientation in trials beside each eye's, and beside a map without any, which a warning names.
static void geometry_has_intervals(void **state) {
    (void)state;
    enum { ORIENTATIONS = 4, N = SIDE * SIDE };
    OWNED double *index = allocate(N, sizeof *index),
                 *response = allocate(ORIENTATIONS * N, sizeof *response);
    true_index(5, index);
    OWNED_BY(map_free_owned) ComplexMap *z = field_of(12, 8);
    for (size_t k = 0; k < ORIENTATIONS * N; k++) {
        double angle = 2 * M_PI * (double)(k / N) / ORIENTATIONS;
        response[k] = 10 + z->real[k % N] * cos(angle) + z->imaginary[k % N] * sin(angle);
    }
    static const char *const without[] = {"crossings.above_60_*",
                                          "pinwheels.rank_*",
                                          "pinwheels.border_distance_e*",
                                          "pinwheels.border_distance_shifted*",
                                          "pinwheels.border_distance_p",
                                          "shifts",
                                          "confidence.*",
                                          NULL};
    for (int eyes = 0; eyes < 2; eyes++) {
        Recording recording = empty_recording();
        add_trials(&recording, "z", ORIENTATIONS, SIDE, SIDE, response, 1, 9);
        if (eyes) {
            add_eyes(&recording, index, 2, 10);
        } else {
            recording.array[1] = data_array_new("od", 2, (const size_t[]){SIDE, SIDE}, false);
            memcpy(recording.array[1].values, index, N * sizeof *index);
            recording.name[1] = "od";
            recording.count = recording.given = 2;
        }
        OWNED_BY(results_free_owned)
        Results *seen = confident("geometry", by_trial, &recording, 20);
        check_intervals(seen, without);
        bool told = false;
        for (size_t k = 0; k < seen->warnings; k++)
            told = told || strcmp(seen->warning[k],
                                  "od: has no trials: intervals do not know its noise") == 0;
        assert_true(told == !eyes);
    }
}

static void retinotopy_has_intervals(void **state) {
    (void)state;
    enum { HEIGHT = 14, WIDTH = 17, N = HEIGHT * WIDTH };
    double centre[2 * N], inside = 0;
    for (size_t i = 0; i < N; i++) {
        double x = (double)(i % WIDTH), y = -(double)(i / WIDTH);
        centre[i] = 0.7 * x + 0.2 * y + 0.2 * sin(0.7 * y);
        centre[N + i] = 0.1 * x + 0.9 * y + 0.2 * cos(0.6 * x);
    }
    Recording recording = empty_recording();
    add_trials(&recording, "centres", 2, HEIGHT, WIDTH, centre, 0.2, 11);
    OWNED_BY(results_free_owned)
    Results *seen = confident("retinotopy", by_trial, &recording, 400);
    check_intervals(seen, (const char *const[]){"receptive_field.size", "retinotopy.scatter",
                                                "retinotopy.folded", "retinotopy.mirrored",
                                                "cells.*", "confidence.*", NULL});
    const ResultMap *low = results_map(seen, "centres_low"),
                    *high = results_map(seen, "centres_high");
    assert_true(low->planes == 2 && low->height == HEIGHT && low->width == WIDTH);
    for (size_t i = 0; i < 2 * N; i++)
        inside += centre[i] >= low->values[i] && centre[i] <= high->values[i];
    assert_true(inside / (2 * N) > 0.91 && inside / (2 * N) < 0.985);
}

static void tuning_has_intervals(void **state) {
    (void)state;
    enum { ORIENTATIONS = 12, UNITS = 40 };
    double response[ORIENTATIONS * UNITS];
    for (size_t k = 0; k < ORIENTATIONS * UNITS; k++) {
        double unit = (double)(k % UNITS), angle = M_PI * (double)(k / UNITS) / ORIENTATIONS;
        response[k] = 3 + 10 * exp((1.5 + 0.03 * unit) * (cos(2 * (angle - 0.71 * unit)) - 1));
    }
    Recording recording = empty_recording();
    recording.maps = false;
    add_trials(&recording, "curves", ORIENTATIONS, 1, UNITS, response, 0.7, 12);
    recording.array[0].rank = 3; // of one row
    recording.array[0].shape[2] = UNITS;
    OWNED_BY(results_free_owned)
    Results *seen = confident("tuning", "conditions,trials,units", &recording, 60);
    assert_true(isfinite(results_number(seen, "hwhh.median")->low));
    assert_true(isfinite(results_number(seen, "osi_raw.median")->low));
    assert_true(isnan(results_number(seen, "samples.count")->low));
    assert_null(results_map(seen, "centres_low"));
}

static void a_single_trial_has_no_interval(void **state) {
    (void)state;
    OWNED double *value = allocate(2 * 64, sizeof *value);
    Recording recording = empty_recording();
    add_trials(&recording, "centres", 2, 8, 8, value, 1, 13);
    recording.array[0].shape[1] = 1;
    OWNED_BY(results_free_owned)
    Results *seen = confident("retinotopy", by_trial, &recording, 10);
    assert_non_null(strstr(seen->warning[0], "without trials there is no interval"));
    assert_null(results_map(seen, "centres_low"));
    assert_null(results_number(seen, "confidence.resamples"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_of_dominance_has_an_interval),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(geometry_has_intervals),
        cmocka_unit_test(retinotopy_has_intervals),
        cmocka_unit_test(tuning_has_intervals),
        cmocka_unit_test(a_single_trial_has_no_interval),
        cmocka_unit_test(intervals_of_dominance_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
