// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/gaussian_process.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "helpers/assert_near.h"

enum { POINTS = 32, DRAWS = 3, PLACES = 60 };
static const double NOISE = 0.17;

static double truth(const double *at) {
    return 4.1 + 2.3 * at[0] - 0.9 * at[1] + 0.8 * sin(4.7 * at[0]) * cos(3.1 * at[1]);
}

// Three draws at each of 32 places.
typedef struct {
    double place[POINTS][2], mean[POINTS], draws[POINTS];
    ProcessData data;
} Sample;

static void draw(Sample *sample, uint64_t seed, double noise) {
    *sample = (Sample){0};
    sample->data = (ProcessData){POINTS,        2, sample->place[0],    sample->mean,
                                 sample->draws, 0, POINTS * (DRAWS - 1)};
    for (size_t i = 0; i < POINTS; i++) {
        RandomDraws draws = random_draws(random_stream(seed, "sample"), i);
        double value[DRAWS];
        for (int k = 0; k < 2; k++)
            sample->place[i][k] = random_uniform(&draws);
        for (int r = 0; r < DRAWS; r++) {
            value[r] = truth(sample->place[i]) + noise * random_normal(&draws);
            sample->mean[i] += value[r] / DRAWS;
        }
        for (int r = 0; r < DRAWS; r++)
            sample->data.within += pow(value[r] - sample->mean[i], 2);
        sample->draws[i] = DRAWS;
    }
}

static void its_intervals_hold_the_function(void **state) {
    (void)state;
    size_t inside = 0;
    double squares = 0;
    for (uint64_t seed = 0; seed < 5; seed++) {
        Sample sample;
        draw(&sample, seed, NOISE);
        GaussianProcess *process = gaussian_process_learn(&sample.data);
        assert_near(gaussian_process_noise(process), NOISE, 0.3 * NOISE);
        for (size_t i = 0; i < PLACES; i++) {
            RandomDraws draws = random_draws(random_stream(seed, "places"), i);
            double at[2] = {random_uniform(&draws), random_uniform(&draws)};
            ProcessValue value = gaussian_process_at(process, at);
            double apart = value.mean - truth(at);
            inside += fabs(apart) < 1.96 * sqrt(value.variance);
            squares += apart * apart;
        }
        gaussian_process_free(process);
    }
    assert_true((double)inside > 0.88 * 5 * PLACES);
    assert_true(sqrt(squares / (5 * PLACES)) < 0.7 * NOISE);
}

static void passes_through_draws_without_noise(void **state) {
    (void)state;
    Sample sample;
    draw(&sample, 7, 0);
    GaussianProcess *process = gaussian_process_learn(&sample.data);
    for (size_t i = 0; i < POINTS; i++)
        assert_near(gaussian_process_at(process, sample.place[i]).mean, sample.mean[i], 0.01);
    gaussian_process_free(process);
}

static void draws_to_come_lessen_the_variance_and_leave_the_mean(void **state) {
    (void)state;
    static const double HERE[] = {0.83, 0.21}, FAR[] = {0.1, 0.9};
    Sample sample;
    draw(&sample, 3, NOISE);
    GaussianProcess *process = gaussian_process_learn(&sample.data);
    ProcessValue here = gaussian_process_at(process, HERE), far = gaussian_process_at(process, FAR);
    gaussian_process_expect(process, HERE, 50);
    ProcessValue after = gaussian_process_at(process, HERE);
    assert_near(after.mean, here.mean, 1e-6);
    assert_true(after.variance < 0.5 * here.variance);
    assert_true(after.variance <= NOISE * NOISE / 50 * 1.7);
    assert_near(gaussian_process_at(process, FAR).mean, far.mean, 1e-6);
    assert_true(gaussian_process_at(process, FAR).variance > 0.5 * far.variance);
    gaussian_process_free(process);
}

static void takes_a_number_that_never_changes(void **state) {
    (void)state;
    Sample sample;
    draw(&sample, 1, 0);
    for (size_t i = 0; i < POINTS; i++)
        sample.mean[i] = 0.31;
    GaussianProcess *process = gaussian_process_learn(&sample.data);
    ProcessValue value = gaussian_process_at(process, (double[]){0.02, 0.97});
    assert_near(value.mean, 0.31, 1e-6);
    assert_true(value.variance < 0.01);
    gaussian_process_free(process);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_intervals_hold_the_function),
        cmocka_unit_test(passes_through_draws_without_noise),
        cmocka_unit_test(draws_to_come_lessen_the_variance_and_leave_the_mean),
        cmocka_unit_test(takes_a_number_that_never_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
