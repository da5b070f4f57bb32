// SPDX-License-Identifier: GPL-3.0-or-later
// Random networks that mix learning rules, norms and limits: the bits are the same with any
// kernels, on any number of threads, and where a checkpoint lies in between.
#include "base/memory.h"
#include "helpers/file_fixture.h"
#include "helpers/small_network.h"
#include "run/checkpoint.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char mixed[] =
    "seed = 2385;\n"
    "sheets = { retina = { density = 14; half_width = 0.5; stimulus = \"s\"; };\n"
    "           v1 = { density = 41; half_width = 0.5; threshold = 0.31; settle = 3; }; };\n"
    "projections = { one = { from = \"retina\"; to = \"v1\"; radius = 0.19; weights = \"uniform\"; "
    "};\n"
    "                two = { from = \"retina\"; to = \"v1\"; radius = 0.13; delay = 1; weights = "
    "\"uniform\"; };\n"
    "                side = { from = \"v1\"; to = \"v1\"; radius = 0.07; strength = -0.3; weights "
    "= \"uniform\"; }; };\n"
    "stimuli = { s = { kind = \"noise\"; }; };\n";

// Settings of one projection, where % is its name.
static const char *const rules[] = {
    "%.learning=hebb",
    "%.learning=anti_hebb",
    "%.learning=oja",
    "%.learning=covariance %.learning.target_mean=0.07 %.learning.source_mean=0.43",
    "%.learning=bcm %.learning.threshold=0.21 %.learning.smoothing=0.7",
    "%.learning=cpca",
    "%.learning=trace %.learning.smoothing=0.6",
    "%.learning=self_organising_map %.learning_rate=0.1",
    "%.learning=synaptic_scaling %.learning.target=0.06",
    "%.learning=structural %.learning.set_point=0.07 %.learning.minimum=0.3",
    "%.learning=averaged_correlation %.learning.patterns=3 %.learning.target_mean=0.08",
    "%.learning_rate=0"};
static const char *const norms[] = {"%.norm=L1", "%.norm=L2 %.norm_value=0.4", "%.norm=maximum",
                                    "%.norm=subtractive", "%.norm=none"};
static const char *const limits[] = {"", "%.least_weight=0", "%.least_weight=0.1 %.most_weight=3",
                                     "%.arbor=gaussian %.arbor.sigma=0.11 %.most_weight=4"};

static size_t count_of(char *const *list) {
    size_t count = 0;
    while (list[count])
        count++;
    return count;
}

// Adds the settings of a template for a projection to a list that NULL ends.
static void add(const char *template, const char *projection, char **list) {
    list += count_of(list);
    for (size_t length; *template; template += length + (template[length] == ' ')) {
        length = strcspn(template, " ");
        *list++ = format_text("projections.%s%.*s", projection, (int)length - 1, template + 1);
    }
}

static bool present(Network *network, int presentations) {
    OWNED_BY(error_clear) Error error = {0};
    bool ok = true;
    for (int k = 0; k < presentations && ok; k++)
        ok = network_present(network, &error);
    return ok;
}

// The hash after seven presentations, with a checkpoint after four of them where `saved`; 0 where
// activity diverged.
static uint64_t run(const char *const *changes, const char *kernels, int threads, bool saved) {
    NetworkSettings settings;
    Error error = {0};
    small_settings(&settings, mixed, changes);
    omp_set_num_threads(threads);
    Network *network = network_new(&settings, kernels_choose(kernels), WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    bool ok = present(network, 4);
    if (saved && ok) {
        SettlingCount settling[2] = {{0}};
        RunMemory memory = {.sum_count = 0,
                            .sums = (double[1]){0},
                            .settling = settling,
                            .config = (char[]){"seed = 2385;"}};
        if (!checkpoint_write(network, &memory, fixture_path(""), "mixed", false, &error))
            fail_msg("%s", error.text);
        network_free(network);
        network = network_new(&settings, kernels_choose(kernels), WEIGHTS_TO_COME, &error);
        if (!checkpoint_read(network, &memory, fixture_path("mixed.h5"), &error))
            fail_msg("%s", error.text);
    }
    ok = ok && present(network, 3);
    uint64_t hash = ok ? network_hash(network) : 0;
    network_free(network);
    small_settings_finish(&settings);
    return hash;
}

static void check(const char *const *changes, uint64_t expected, uint64_t found, const char *what) {
    if (expected == found)
        return;
    for (size_t k = 0; changes[k]; k++)
        print_message("%s\n", changes[k]);
    fail_msg("other bits %s", what);
}

static void mixtures_of_rules_get_the_same_bits(void **state) {
    (void)state;
    enum { NETWORKS = 200 };
    int usual = omp_get_max_threads();
    static const char *const names[] = {"one", "two", "side"};
    uint64_t hashes[NETWORKS];
    size_t different = 0, sets = 0;
    while (kernels_name(sets))
        sets++;
    for (uint64_t index = 0; index < NETWORKS; index++) {
        RandomDraws draws = random_draws(random_stream(2385, "rules"), index);
        char *changes[64] = {0};
        const char *shared_norm = norms[random_integer(&draws, 5)];
        bool together = random_integer(&draws, 2) == 0;
        for (size_t p = 0; p < 3; p++) {
            add("%.learning_rate=0.3", names[p], changes);
            add(rules[random_integer(&draws, 11)], names[p], changes);
            add(together && p < 2 ? shared_norm : norms[random_integer(&draws, 5)], names[p],
                changes);
            add(limits[random_integer(&draws, 4)], names[p], changes);
            if (together && p < 2)
                add("%.normalise=both", names[p], changes);
        }
        if (index % 3 == 0)
            changes[count_of(changes)] = copy_text("sheets.*.boundary=periodic");
        const char *const *shown = (const char *const *)changes;
        hashes[index] = run(shown, kernels_name(index % sets), 1, false);
        check(shown, hashes[index], run(shown, "reference", 2, false), "by the reference");
        check(shown, hashes[index], run(shown, NULL, 2, true), "through a checkpoint");
        bool new = true;
        for (uint64_t k = 0; k < index; k++)
            new = new &&hashes[k] != hashes[index];
        different += new;
        for (size_t k = 0; changes[k]; k++)
            release(changes[k]);
    }
    omp_set_num_threads(usual);
    assert_in_range(different, 180, 200); // there was something to compare
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(mixtures_of_rules_get_the_same_bits)};
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
