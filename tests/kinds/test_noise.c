// SPDX-License-Identifier: GPL-3.0-or-later
// Noise against its mean and variance, and that it depends on sheet, presentation and unit alone.
#include "kinds/noise.h"

#include "base/memory.h"
#include "helpers/small_network.h"
#include "model/trials.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static Variant noise_of(const char *kind, const char *name, double value) {
    Variant noise = {0};
    assert_true(variant_choose(&noise, noise_kinds, kind));
    *(double *)setting_value(block_find(&noise.kind->block, name), noise.settings) = value;
    return noise;
}

static void noise_free(Variant *noise) {
    block_finish(&noise->kind->block, noise->settings);
    release(noise->settings);
}

enum { N = 40000 };
static float values[N];
static unsigned char inside[N];

typedef struct {
    double mean, variance, least;
} Moments;

static Moments moments_of(const Variant *noise, float activity) {
    double sum = 0, squares = 0, least = HUGE_VAL;
    for (size_t i = 0; i < N; i++)
        values[i] = activity;
    memset(inside, 1, sizeof inside);
    noise_apply(noise, random_stream(5917, "noise"), N, inside, values);
    for (size_t i = 0; i < N; i++) {
        sum += (double)values[i];
        squares += (double)values[i] * (double)values[i];
        least = fmin(least, (double)values[i]);
    }
    return (Moments){sum / N, squares / N - sum / N * (sum / N), least};
}

static void gaussian_noise_has_its_moments(void **state) {
    (void)state;
    Variant noise = noise_of("gaussian", "sigma", 0.173);
    Moments moments = moments_of(&noise, 2.37f);
    assert_near(moments.mean, 2.37, 5 * 0.173 / sqrt(N));
    assert_near(sqrt(moments.variance), 0.173, 5 * 0.173 / sqrt(2.0 * N));
    moments = moments_of(&noise, 0); // half of the draws are cut off at the floor
    assert_near(moments.least, 0, 0);
    assert_near(moments.mean, 0.173 / sqrt(2 * M_PI), 0.002);
    assert_false(noise_is_signed(&noise));
    *(double *)setting_value(block_find(&noise.kind->block, "floor"), noise.settings) = (double)NAN;
    moments = moments_of(&noise, 0);
    assert_near(moments.mean, 0, 5 * 0.173 / sqrt(N));
    assert_true(noise_is_signed(&noise));
    noise_free(&noise);
}

static void poisson_noise_has_its_moments(void **state) {
    (void)state;
    static const double spikes[] = {0.7, 7.3, 61, 9e5};
    for (size_t k = 0; k < sizeof spikes / sizeof *spikes; k++) {
        Variant noise = noise_of("poisson", "spikes", spikes[k]);
        Moments moments = moments_of(&noise, 1.61f);
        double variance = 1.61 / spikes[k];
        assert_near(moments.mean, (double)1.61f, 5 * sqrt(variance / N));
        assert_near(moments.variance, variance,
                    5 * variance * sqrt((2 + 1 / (1.61 * spikes[k])) / N) + 1e-9);
        double count = (double)values[11] * spikes[k];
        assert_near(count, round(count), 1e-6 * count + 1e-6);
        assert_near(moments_of(&noise, -0.3f).mean, 0, 0);
        noise_free(&noise);
    }
    Variant faint = noise_of("poisson", "spikes", 1e9);
    assert_near(moments_of(&faint, 2e3f).variance, 0, 1e-9); // beyond what is drawn
    noise_free(&faint);
}

static void what_is_no_number_and_units_outside_stay(void **state) {
    (void)state;
    Variant noise[] = {noise_of("gaussian", "sigma", 0.173), noise_of("poisson", "spikes", 61)};
    for (size_t k = 0; k < 2; k++) {
        float activity[] = {(float)NAN, 0.731f, 0.731f};
        unsigned char in[] = {1, 0, 1};
        noise_apply(&noise[k], random_stream(5917, "noise"), 3, in, activity);
        assert_true(isnan(activity[0]));
        assert_true(activity[1] == 0.731f && activity[2] != 0.731f);
        noise_free(&noise[k]);
    }
}

static const char *const noisy[] = {"sheets.retina.noise=gaussian",
                                    "sheets.retina.noise.sigma=0.03",
                                    "sheets.lgn_*.noise=poisson",
                                    "sheets.lgn_*.noise.spikes=83",
                                    "sheets.v1.noise=gaussian",
                                    "sheets.v1.noise.sigma=0.02",
                                    "sheets.v1.mask=disc",
                                    "sheets.v1.mask.radius=0.4",
                                    "sheets.v1.density=43", // large enough for several threads
                                    NULL};

static uint64_t trained(const char *change, int threads, const char *kernels) {
    omp_set_num_threads(threads);
    const char *changes[12] = {0};
    size_t n = 0;
    for (; noisy[n]; n++)
        changes[n] = noisy[n];
    changes[n] = change;
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, small_gcal, changes);
    Network *network = network_new(&settings, kernels_choose(kernels), WEIGHTS_DRAWN, &error);
    assert_non_null(network);
    small_network_present(network, 3);
    const Sheet *v1 = network_sheet(network, "v1");
    for (size_t i = 0; i < v1->units; i++)
        assert_true(v1->inside[i] || v1->activity[i] == 0);
    assert_false(trials_possible(network, v1));
    uint64_t hash = network_hash(network);
    network_free(network);
    small_settings_finish(&settings);
    return hash;
}

static void noise_has_the_same_bits_on_any_threads(void **state) {
    (void)state;
    uint64_t one = trained("seed=71", 1, NULL);
    assert_true(one == trained("seed=71", 2, NULL));
    assert_true(one == trained("seed=71", 3, "reference"));
    static const char *const changes[] = {"seed=72", "sheets.retina.noise.sigma=0.031",
                                          "sheets.lgn_on.noise.spikes=84",
                                          "sheets.v1.noise.sigma=0.021"};
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++)
        assert_true(one != trained(changes[k], 1, NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(gaussian_noise_has_its_moments),
                                       cmocka_unit_test(poisson_noise_has_its_moments),
                                       cmocka_unit_test(what_is_no_number_and_units_outside_stay),
                                       cmocka_unit_test(noise_has_the_same_bits_on_any_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
