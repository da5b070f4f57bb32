// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/random.h"

#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// The uniform number that two 32-bit words make: the first's upper 27 bits before the second's
// upper 26.
static double uniform_of(uint32_t a, uint32_t b) {
    return ((double)(a >> 5) * 67108864.0 + (double)(b >> 6)) / 9007199254740992.0;
}

// Known answers of Philox 4x32-10, from the test vectors that its authors publish (Random123,
// kat_vectors).
static void philox_gives_the_published_answers(void **state) {
    (void)state;
    RandomDraws zero = random_draws((RandomStream){{0, 0}}, 0);
    assert_true(random_uniform(&zero) == uniform_of(0x6627e8d5, 0xe169c58d));
    assert_true(random_uniform(&zero) == uniform_of(0xbc57ac4c, 0x9b00dbd8));
    RandomDraws next = random_draws((RandomStream){{0, 0}}, 0);
    for (int i = 0; i < 4; i++)
        random_uniform(&next);
    assert_true(random_uniform(&next) != uniform_of(0x6627e8d5, 0xe169c58d)); // the counter went on
}

// From any number on, and any number of them.
static void draws_at_once_are_those_one_by_one(void **state) {
    (void)state;
    enum { ALL = 61 };
    RandomStream stream = random_stream(4711, "weights/on_to_v1");
    const uint64_t index = UINT64_C(0x123456789abcdef);
    RandomDraws draws = random_draws(stream, index);
    double one[ALL], many[ALL + 1];
    for (size_t k = 0; k < ALL; k++)
        one[k] = random_uniform(&draws);
    for (size_t first = 0; first < ALL; first++)
        for (size_t n = 0; first + n <= ALL; n++) {
            many[n] = -1;
            random_uniforms(stream, index, first, n, many);
            assert_memory_equal(many, one + first, n * sizeof *many);
            assert_true(many[n] == -1);
        }
}

static void streams_differ_by_name_seed_and_index(void **state) {
    (void)state;
    const char *const names[] = {"weights/on_to_v1", "weights/on_to_v2", "scatter/on_to_v1",
                                 "stimulus/bars", ""};
    enum {
        NAMES = sizeof names / sizeof *names,
        SEEDS = 7,
        INDICES = 11,
        ALL = NAMES * SEEDS * INDICES
    };
    double first[ALL];
    size_t n = 0;
    for (size_t name = 0; name < NAMES; name++)
        for (uint64_t seed = 0; seed < SEEDS; seed++)
            for (uint64_t index = 0; index < INDICES; index++) {
                RandomDraws draws =
                    random_draws(random_stream(seed * 2385, names[name]), index << (3 * index));
                first[n++] = random_uniform(&draws);
            }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(first[i] != first[j]);
    RandomDraws again = random_draws(random_stream(2385, names[2]), 2 << 6);
    assert_true(random_uniform(&again) == first[2 * SEEDS * INDICES + INDICES + 2]);
}

static double correlation(RandomStream a, RandomStream b, uint64_t shift) {
    enum { N = 20000 };
    double sum = 0;
    for (uint64_t i = 0; i < N; i++) {
        RandomDraws left = random_draws(a, i), right = random_draws(b, i + shift);
        sum += (random_uniform(&left) - 0.5) * (random_uniform(&right) - 0.5) * 12;
    }
    return sum / N;
}

// The mean of 20000 products has a standard deviation of 0.0071: five of them are allowed.
static void streams_are_uncorrelated(void **state) {
    (void)state;
    RandomStream a = random_stream(91, "weights/a"), b = random_stream(91, "weights/b"),
                 c = random_stream(92, "weights/a");
    assert_near(correlation(a, b, 0), 0, 0.036);
    assert_near(correlation(a, c, 0), 0, 0.036);
    assert_near(correlation(a, a, 1), 0, 0.036);
    assert_near(correlation(a, a, 0), 1, 0.036);
}

static void moments_are_those_of_the_distributions(void **state) {
    (void)state;
    enum { N = 200000 };
    double uniform[4] = {0}, normal[4] = {0}, least = 1, most = 0;
    RandomDraws draws = random_draws(random_stream(2385, "moments"), 77);
    for (int i = 0; i < N; i++) {
        double u = random_uniform(&draws), z = random_normal(&draws),
               between = random_between(&draws, -2.25, 3.75);
        assert_true(u >= 0 && u < 1 && between >= -2.25 && between < 3.75);
        least = fmin(least, u);
        most = fmax(most, u);
        for (int k = 0; k < 4; k++) {
            uniform[k] += pow(u, k + 1) / N;
            normal[k] += pow(z, k + 1) / N;
        }
    }
    for (int k = 0; k < 4; k++) // mean of u^m is 1 / (m + 1), its standard deviation below 0.3
        assert_near(uniform[k], 1.0 / (k + 2), 5 * 0.3 / sqrt(N));
    const double expected[4] = {0, 1, 0, 3}, deviation[4] = {1, 1.4143, 3.873, 9.798};
    for (int k = 0; k < 4; k++)
        assert_near(normal[k], expected[k], 5 * deviation[k] / sqrt(N));
    assert_true(least < 1e-3 && most > 0.999);
}

static void integers_are_even_over_their_range(void **state) {
    (void)state;
    enum { N = 70000, SIDES = 7 };
    int counts[SIDES] = {0};
    RandomDraws draws = random_draws(random_stream(3, "integers"), 5);
    for (int i = 0; i < N; i++) {
        uint32_t drawn = random_integer(&draws, SIDES);
        assert_in_range(drawn, 0, SIDES - 1);
        counts[drawn]++;
    }
    for (int k = 0; k < SIDES; k++)
        assert_near(counts[k], N / SIDES, 5 * sqrt(N / SIDES));
}

static bool same_weights(const Network *a, const Network *b, const char *name) {
    const Projection *p = network_projection(a, name), *q = network_projection(b, name);
    assert_int_equal(p->weight_count, q->weight_count);
    return memcmp(p->weights, q->weights, p->weight_count * sizeof(float)) == 0;
}

static void a_new_projection_moves_nobody_elses_numbers(void **state) {
    (void)state;
    char *more = malloc(strlen(small_gcal) + 400), *at = strstr(small_gcal, "projections = {\n");
    size_t before = (size_t)(at - small_gcal) + strlen("projections = {\n");
    memcpy(more, small_gcal, before);
    strcpy(more + before,
           "  fresh = { from = \"lgn_on\"; to = \"v1\"; radius = 0.2; weights = \"uniform\"; };\n");
    strcat(more, small_gcal + before);
    NetworkSettings settings, with;
    small_settings(&settings, small_gcal, NULL);
    small_settings(&with, more, NULL);
    Network *a = small_network(&settings), *b = small_network(&with);
    assert_true(same_weights(a, b, "on_to_v1") && same_weights(a, b, "inhibition"));
    network_show(a, 41);
    network_show(b, 41);
    Sheet *retina = network_sheet(a, "retina");
    assert_memory_equal(retina->activity, network_sheet(b, "retina")->activity,
                        retina->units * sizeof(float));
    network_free(b);
    with.seed++;
    b = small_network(&with);
    assert_false(same_weights(a, b, "on_to_v1"));
    network_free(b);
    network_free(a);
    small_settings_finish(&with);
    small_settings_finish(&settings);
    free(more);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_answers),
        cmocka_unit_test(draws_at_once_are_those_one_by_one),
        cmocka_unit_test(streams_differ_by_name_seed_and_index),
        cmocka_unit_test(streams_are_uncorrelated),
        cmocka_unit_test(moments_are_those_of_the_distributions),
        cmocka_unit_test(integers_are_even_over_their_range),
        cmocka_unit_test(a_new_projection_moves_nobody_elses_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
