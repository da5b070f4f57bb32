// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that are kept, and recalled later.
#include "helpers/small_network.h"
#include "model/network.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    NetworkSettings settings;
    Network *network, *other; // of the same settings
} Pair;

static void pair_start(Pair *pair, int presentations) {
    small_settings(&pair->settings, small_gcal, NULL);
    pair->network = small_network(&pair->settings);
    pair->other = small_network(&pair->settings);
    small_network_present(pair->network, presentations);
    small_network_present(pair->other, presentations);
}

static void pair_finish(Pair *pair) {
    network_free(pair->other);
    network_free(pair->network);
    small_settings_finish(&pair->settings);
}

static bool same_weights(const Pair *pair, const char *name) {
    const Projection *a = network_projection(pair->network, name),
                     *b = network_projection(pair->other, name);
    return memcmp(a->weights, b->weights, a->weight_count * sizeof(float)) == 0 &&
           memcmp(a->scale, b->scale, a->to->units * sizeof(float)) == 0;
}

static void recalled_weights_are_those_of_then_to_the_bit(void **state) {
    (void)state;
    Pair pair;
    pair_start(&pair, 11);
    Projection *on = network_projection(pair.network, "on_to_v1"),
               *inhibition = network_projection(pair.network, "inhibition");
    projection_keep(on, "then");
    projection_keep(inhibition, "then");
    small_network_present(pair.network, 7);
    assert_false(same_weights(&pair, "on_to_v1"));
    assert_false(same_weights(&pair, "inhibition"));
    assert_true(projection_recall(on, "then"));
    assert_true(same_weights(&pair, "on_to_v1"));
    assert_false(same_weights(&pair, "inhibition")); // nobody asked for it
    assert_true(projection_recall(inhibition, "then"));
    assert_true(same_weights(&pair, "inhibition"));
    assert_false(projection_recall(on, "now"));
    pair_finish(&pair);
}

// They come back any number of times, until others take their name.
static void weights_are_kept_by_name(void **state) {
    (void)state;
    Pair pair;
    pair_start(&pair, 5);
    Projection *on = network_projection(pair.network, "on_to_v1");
    uint64_t unkept = network_hash(pair.network);
    projection_keep(on, "early");
    assert_true(network_hash(pair.network) != unkept);
    small_network_present(pair.network, 6);
    projection_keep(on, "late");
    for (int time = 0; time < 2; time++) {
        assert_true(projection_recall(on, "early"));
        assert_true(same_weights(&pair, "on_to_v1"));
        assert_true(projection_recall(on, "late"));
        assert_false(same_weights(&pair, "on_to_v1"));
    }
    projection_keep(on, "early");
    assert_true(projection_recall(on, "early"));
    assert_false(same_weights(&pair, "on_to_v1"));
    projection_forget(on);
    assert_false(projection_recall(on, "late"));
    pair_finish(&pair);
}

// Fields of another radius have other connections.
static void other_fields_forget(void **state) {
    (void)state;
    Pair pair;
    pair_start(&pair, 3);
    Projection *excitation = network_projection(pair.network, "excitation");
    ProjectionSettings *settings =
        collection_find(&pair.settings.projections, "excitation")->variant.settings;
    projection_keep(excitation, "then");
    settings->radius /= 2;
    settings->least_radius = settings->radius;
    Error error = {0};
    if (!network_change_radii(pair.network, &error))
        fail_msg("%s", error.text);
    assert_false(projection_recall(excitation, "then"));
    pair_finish(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recalled_weights_are_those_of_then_to_the_bit),
        cmocka_unit_test(weights_are_kept_by_name), cmocka_unit_test(other_fields_forget)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
