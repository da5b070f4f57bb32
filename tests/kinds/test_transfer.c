// SPDX-License-Identifier: GPL-3.0-or-later
// Every transfer against its formula, which of them keep the response to a * input a times the
// response, and noise that depends on presentation, step and unit alone.
#include "base/memory.h"
#include "helpers/named_transfer.h"
#include "helpers/small_network.h"
#include "kinds/transfer.h"

#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void set(Variant *transfer, const char *name, double value) {
    *(double *)setting_value(block_find(&transfer->kind->block, name), transfer->settings) = value;
}

// Gain 1.37, offset 0.213, ceiling 0.829 where a kind has them; values of the formulas by hand.
static void values_follow_the_formulas(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double low, high; // at -0.419 and 0.731
    } known[] = {
        {"rectified", 0, 0.731},
        {"rectified_ceiling", 0, 0.70966},
        {"squared", 0, 1.37 * 0.518 * 0.518},
        {"linear", -0.86584, 0.70966},
        {"absolute", 0.86584, 0.70966},
        {"tanh", -0.64718, 0.57499}, // 0.829 tanh(u / 0.829)
        {"logistic", 0.24548, 0.55560},
        {"softplus", 0.25627, 0.80980},
        {"gelu", -0.16735, 0.54011},
        {"noisy_rectified", 0, 0.70966},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        Variant transfer = transfer_named(known[k].name);
        const Block *block = &transfer.kind->block;
        if (block_find(block, "gain")) {
            set(&transfer, "gain", 1.37);
            set(&transfer, "offset", 0.213);
        }
        if (block_find(block, "ceiling"))
            set(&transfer, "ceiling", 0.829);
        double u = 1.37 * 0.518, v = -1.37 * 0.632, low = known[k].low, high = known[k].high;
        if (strcmp(known[k].name, "tanh") == 0)
            low = 0.829 * tanh(v / 0.829), high = 0.829 * tanh(u / 0.829);
        if (strcmp(known[k].name, "logistic") == 0)
            low = 0.829 / (1 + exp(-v)), high = 0.829 / (1 + exp(-u));
        if (strcmp(known[k].name, "softplus") == 0)
            low = log(1 + exp(v)) / 1.37, high = log(1 + exp(u)) / 1.37;
        if (strcmp(known[k].name, "gelu") == 0)
            low = v * 0.5 * (1 + erf(v / sqrt(2))), high = u * 0.5 * (1 + erf(u / sqrt(2)));
        assert_near(transfer_value(&transfer, -0.419), low, 1e-12);
        assert_near(transfer_value(&transfer, 0.731), high, 1e-12);
        float both[] = {-0.419f, 0.731f};
        transfer_apply(&transfer, NULL, 2, both);
        assert_near((double)both[0], low, 1e-6);
        assert_near((double)both[1], high, 1e-6);
        transfer_finish(&transfer);
    }
    Variant ceiling = transfer_named("rectified_ceiling");
    set(&ceiling, "ceiling", 0.829);
    assert_near(transfer_value(&ceiling, 7.3), 0.829, 0);
    transfer_finish(&ceiling);
}

// f(a x) = a f(x) for a > 0 at every x: true of rectified, linear and absolute, and of no other.
static void homogeneous_of_degree_one(void **state) {
    (void)state;
    for (const Kind *const *kind = transfer_kinds; *kind; kind++) {
        Variant transfer = transfer_named((*kind)->name);
        double worst = 0;
        for (double x = -1.93; x < 2; x += 0.217)
            for (double a = 0.31; a < 4; a *= 1.7)
                worst = fmax(worst, fabs(transfer_value(&transfer, a * x) -
                                         a * transfer_value(&transfer, x)));
        bool homogeneous =
            strcmp((*kind)->name, "rectified") == 0 || strcmp((*kind)->name, "linear") == 0 ||
            strcmp((*kind)->name, "absolute") == 0 || strcmp((*kind)->name, "noisy_rectified") == 0;
        if (homogeneous != (worst < 1e-12))
            fail_msg("%s departs by %g", (*kind)->name, worst);
        transfer_finish(&transfer);
    }
}

// A unit's draw is the same in whatever strip it is computed, differs between units and steps, and
// has the spread asked for.
static void noise_belongs_to_a_unit(void **state) {
    (void)state;
    Variant transfer = transfer_named("noisy_rectified");
    set(&transfer, "sigma", 0.173);
    set(&transfer, "sigma_slope", 0.09);
    RandomStream stream = random_substream(random_stream(5917, "noise/v1"), 31);
    float strip[8], one[1];
    for (size_t k = 0; k < 8; k++)
        strip[k] = 2.37f;
    TransferUnits units = {stream, 1000, 4, 61};
    transfer_apply(&transfer, &units, 8, strip);
    for (size_t k = 0; k < 8; k++) {
        TransferUnits alone = {stream, 1000 + k / 4 * 61 + k % 4, 1, 1};
        one[0] = 2.37f;
        transfer_apply(&transfer, &alone, 1, one);
        assert_true(one[0] == strip[k]);
        assert_true(k == 0 || strip[k] != strip[k - 1]);
    }
    enum { N = 20000 };
    static float many[N];
    for (size_t k = 0; k < N; k++)
        many[k] = 2.37f;
    TransferUnits row = {random_substream(stream, 2), 0, N, N};
    transfer_apply(&transfer, &row, N, many);
    double sum = 0, squares = 0;
    for (size_t k = 0; k < N; k++) {
        sum += (double)many[k];
        squares += (double)many[k] * (double)many[k];
    }
    double mean = sum / N, spread = sqrt(squares / N - mean * mean);
    assert_near(mean, 2.37, 0.011);
    assert_near(spread, 0.173 + 0.09 * 2.37, 0.009);
    transfer_finish(&transfer);
}

static uint64_t trained(const char *transfer, const char *seed, int threads) {
    omp_set_num_threads(threads);
    NetworkSettings settings;
    // V1 large enough to be shared between threads.
    small_settings(&settings, small_gcal,
                   (const char *const[]){transfer, seed, "sheets.v1.density=43", NULL});
    Network *network = small_network(&settings);
    small_network_present(network, 3);
    uint64_t hash = network_hash(network);
    network_free(network);
    small_settings_finish(&settings);
    return hash;
}

static void noisy_sheets_have_the_same_bits_on_any_threads(void **state) {
    (void)state;
    uint64_t one = trained("sheets.v1.transfer=noisy_rectified", "seed=71", 1);
    assert_true(one == trained("sheets.v1.transfer=noisy_rectified", "seed=71", 3));
    assert_true(one != trained("sheets.v1.transfer=noisy_rectified", "seed=72", 1));
    assert_true(one != trained("sheets.v1.transfer=rectified", "seed=71", 1));
}

// Every kind settles a sheet without diverging or silencing it for good.
static void every_kind_runs_a_sheet(void **state) {
    (void)state;
    for (const Kind *const *kind = transfer_kinds; *kind; kind++) {
        char *change = format_text("sheets.v1.transfer=%s", (*kind)->name);
        NetworkSettings settings;
        small_settings(&settings, small_gcal, (const char *const[]){change, NULL});
        Network *network = small_network(&settings);
        small_network_present(network, 2);
        const Sheet *v1 = network_sheet(network, "v1");
        double most = 0;
        for (size_t i = 0; i < v1->units; i++)
            most = fmax(most, fabs((double)v1->activity[i]));
        if (!(most > 0 && most < 1e6))
            fail_msg("%s: largest activity %g", (*kind)->name, most);
        network_free(network);
        small_settings_finish(&settings);
        release(change);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_follow_the_formulas), cmocka_unit_test(homogeneous_of_degree_one),
        cmocka_unit_test(noise_belongs_to_a_unit),
        cmocka_unit_test(noisy_sheets_have_the_same_bits_on_any_threads),
        cmocka_unit_test(every_kind_runs_a_sheet)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
