// SPDX-License-Identifier: GPL-3.0-or-later
// Transfers tuned on a small network: a rectifier is found again, what cannot match is said, and
// the network stays as it was.
#include "model/transfer_tuning.h"

#include "base/hash.h"
#include "base/memory.h"
#include "helpers/named_transfer.h"
#include "helpers/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

// A delayed projection, so that presentations depend on those before, and a mask.
static const char *const changes[] = {"projections.inhibition.delay=1", "sheets.v1.mask=disc",
                                      "sheets.v1.mask.radius=0.43", "sheets.v1.settle=6", NULL};

static uint64_t hash_of(const Network *network) {
    uint64_t hash = network_hash(network);
    for (size_t i = 0; i < network->sheets; i++)
        hash =
            hash_bytes(hash, network->sheet[i].activity, network->sheet[i].units * sizeof(float));
    return hash ^ (uint64_t)network->presentation;
}

static void set(Variant *transfer, const char *assignment) {
    Error error = {0};
    if (!settings_assign(&transfer->kind->block, transfer->settings, assignment, false, "test",
                         &error))
        fail_msg("%s", error.text);
}

static Variant *own_transfer(NetworkSettings *settings) {
    SheetSettings *sheet = collection_find(&settings->sheets, "v1")->variant.settings;
    return &sheet->transfer;
}

// Mean and sparseness, summed over a network that is trained with nothing to learn.
static void levels_are_those_of_presentations(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, changes);
    Network *network = small_network(&settings);
    const Sheet *v1 = network_sheet(network, "v1");
    small_network_present(network, 3); // levels begin at the network's present
    uint64_t before = hash_of(network);
    ActivityLevel all = activity_level(network, "v1", 12, 1),
                  some = activity_level(network, "v1", 12, 5);
    assert_true(hash_of(network) == before);
    Error error = {0};
    settings_assign(&network_settings, &settings, "projections.*.learning_rate=0", true, "test",
                    &error);
    settings_assign(&network_settings, &settings, "sheets.v1.homeostasis.enabled=false", true,
                    "test", &error);
    double sum = 0, squares = 0, count = 0;
    for (int k = 0; k < 12; k++) {
        small_network_present(network, 1);
        for (size_t i = 0; i < v1->units; i++) {
            sum += (double)v1->activity[i];
            squares += (double)v1->activity[i] * (double)v1->activity[i];
            count += v1->inside[i];
        }
    }
    assert_near(all.mean, sum / count, 1e-12);
    assert_near(all.sparseness, sum * sum / (count * squares), 1e-12);
    assert_true(all.mean > 0.01 && all.sparseness < 0.5);
    assert_true(some.mean > 0 && some.mean != all.mean);
    network_free(network);
    small_settings_finish(&settings);
}

// A sheet that each eye has a copy of is one sheet of the config: with one eye blind, it is half as
// active, and half as densely.
static void copies_of_both_eyes_count(void **state) {
    (void)state;
    char *text = format_text("%s\neyes = { left = {}; right = { contrast = 0.0; }; };", small_gcal);
    NetworkSettings settings;
    small_settings(&settings, text,
                   (const char *const[]){"sheets.retina.per_eye=true", "sheets.lgn_*.per_eye=true",
                                         "sheets.lgn_on.gain_control.across_eyes=false", NULL});
    Network *two = small_network(&settings);
    ActivityLevel both = activity_level(two, "lgn_on", 5, 1);
    double sum = 0, squares = 0, count = 0;
    const Sheet *left = network_sheet(two, "lgn_on_left");
    for (int k = 0; k < 5; k++) {
        small_network_present(two, 1); // the LGN does not learn
        for (size_t i = 0; i < left->units; i++) {
            sum += (double)left->activity[i];
            squares += (double)left->activity[i] * (double)left->activity[i];
        }
        count += (double)left->units;
    }
    assert_true(sum > 0);
    assert_near(both.mean, sum / count / 2, 1e-12);
    assert_near(both.sparseness, sum * sum / (count * squares) / 2, 1e-12);
    network_free(two);
    small_settings_finish(&settings);
    release(text);
}

static void a_rectifier_is_found_again(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, NULL);
    Network *network = small_network(&settings);
    uint64_t before = hash_of(network);
    Variant transfer = transfer_named("rectified_ceiling");
    set(&transfer, "ceiling=1e6");
    set(&transfer, "gain=1.7");
    set(&transfer, "offset=0.1");
    TransferTuning tuning;
    Error error = {0};
    assert_true(
        transfer_tune(network, "v1", own_transfer(&settings), &transfer, 10, &tuning, &error));
    assert_true(hash_of(network) == before);
    assert_true(own_transfer(&settings)->kind == &transfer_rectified.kind);
    assert_false(fabs(tuning.before.level.mean / tuning.wanted.mean - 1) < 0.1);
    assert_true(tuning.before.gain == 1.7 && tuning.before.offset == 0.1);
    assert_true(tuning.matched);
    assert_near(tuning.after.level.mean / tuning.wanted.mean, 1, 0.01);
    assert_near(tuning.after.level.sparseness / tuning.wanted.sparseness, 1, 0.01);
    const TransferScale *scale =
        transfer.settings; // what is told is what was set, and does what is told
    assert_true(scale->gain == tuning.after.gain && scale->offset == tuning.after.offset);
    Variant rectified = *own_transfer(&settings);
    *own_transfer(&settings) = transfer;
    ActivityLevel again = activity_level(network, "v1", 10, 1);
    assert_true(again.mean == tuning.after.level.mean);
    assert_true(again.sparseness == tuning.after.level.sparseness);
    *own_transfer(&settings) = rectified;
    network_free(network);
    small_settings_finish(&settings);
    transfer_finish(&transfer);
}

// Activity that is positive everywhere and bounded by a small ceiling cannot be as strong as a
// rectifier's; the best is at the ceiling, whose distance is known.
static void what_cannot_match_is_said(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, (const char *const[]){"sheets.v1.settle=2", NULL});
    Network *network = small_network(&settings);
    Variant transfer = transfer_named("logistic");
    set(&transfer, "ceiling=1e-6");
    TransferTuning tuning;
    Error error = {0};
    assert_true(
        transfer_tune(network, "v1", own_transfer(&settings), &transfer, 6, &tuning, &error));
    assert_false(tuning.matched);
    assert_true(tuning.after.level.mean < 1e-6);
    assert_true(sqrt(tuning.residual) >= log(tuning.wanted.mean / 1e-6));
    assert_true(tuning.residual <=
                pow(log(tuning.before.level.mean / tuning.wanted.mean), 2) +
                    pow(log(tuning.before.level.sparseness / tuning.wanted.sparseness), 2));
    transfer_finish(&transfer);
    network_free(network);
    small_settings_finish(&settings);
}

// Leaves numbers where the next function called keeps its own.
__attribute__((noinline)) static void paint_stack(double number) {
    volatile double room[4096];
    for (size_t i = 0; i < sizeof room / sizeof *room; i++)
        room[i] = number;
}

// Where the transfer is silent as it is given, there is one start less; nothing else is tried for
// it.
static void only_what_was_found_is_tried(void **state) {
    (void)state;
    NetworkSettings settings;
    small_settings(&settings, small_gcal, (const char *const[]){"sheets.v1.settle=2", NULL});
    Network *network = small_network(&settings);
    static const double left[] = {0.5, 1e200};
    TransferTuning tuning[2];
    for (size_t k = 0; k < 2; k++) {
        Variant transfer = transfer_named("rectified_ceiling");
        set(&transfer, "ceiling=1e-6");
        set(&transfer, "offset=1e6");
        Error error = {0};
        paint_stack(left[k]);
        assert_true(transfer_tune(network, "v1", own_transfer(&settings), &transfer, 2, &tuning[k],
                                  &error));
        transfer_finish(&transfer);
    }
    assert_true(isnan(tuning[0].before.level.mean));
    assert_false(tuning[0].matched);
    assert_int_equal(tuning[0].tries, tuning[1].tries);
    assert_true(tuning[0].residual == tuning[1].residual);
    network_free(network);
    small_settings_finish(&settings);
}

// The rectifier's own activity must be there to be matched, and stay within bounds.
static void nothing_to_match_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"sheets.v1.threshold=900",
                                        "projections.excitation.strength=99"};
    for (size_t k = 0; k < 2; k++) {
        NetworkSettings settings;
        small_settings(&settings, small_gcal, (const char *const[]){wrong[k], NULL});
        Network *network = small_network(&settings);
        uint64_t before = hash_of(network);
        Variant transfer = transfer_named("tanh");
        TransferTuning tuning;
        Error error = {0};
        assert_false(
            transfer_tune(network, "v1", own_transfer(&settings), &transfer, 4, &tuning, &error));
        assert_non_null(strstr(error.text, "sheets.v1: with its own transfer"));
        error_clear(&error);
        assert_true(hash_of(network) == before);
        transfer_finish(&transfer);
        network_free(network);
        small_settings_finish(&settings);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(levels_are_those_of_presentations),
                                       cmocka_unit_test(copies_of_both_eyes_count),
                                       cmocka_unit_test(a_rectifier_is_found_again),
                                       cmocka_unit_test(what_cannot_match_is_said),
                                       cmocka_unit_test(only_what_was_found_is_tried),
                                       cmocka_unit_test(nothing_to_match_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
