// SPDX-License-Identifier: GPL-3.0-or-later
// Learning rules against recorded weights of another simulator, from its inputs, its outputs and
// its initial weights (tests/data).
#include "helpers/recording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void rules_change_weights_as_recorded(void **state) {
    (void)state;
    Experiment experiment;
    Network *network = recording_network(&experiment, "../configs/golden-rules.cfg");
    size_t rules = 0;
    for (size_t step = 1; step <= 3; step++) {
        recording_present(&experiment, network);
        for (size_t k = 0; k < network->projections; k++) {
            const Projection *projection = &network->projection[k];
            if (projection->settings->shared)
                continue;
            char dataset[100];
            snprintf(dataset, sizeof dataset, "/%s/weights", projection->name);
            Array weights = recording_array("topographica_rules.h5", dataset);
            size_t count = weights.shape[1];
            assert_int_equal(count, projection_connection_count(projection));
            double change = recording_compare_weights(projection, weights.values + step * count,
                                                      weights.values);
            assert_true(change > 1e-3); // there was something to compare
            array_free(&weights);
            rules++;
        }
    }
    assert_int_equal(rules, 3 * 18);
    network_free(network);
    experiment_free(&experiment);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_change_weights_as_recorded)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
