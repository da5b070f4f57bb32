// SPDX-License-Identifier: GPL-3.0-or-later
// Learning rules against recorded weights of another simulator, from its inputs, its outputs and
// its initial weights (tests/data). That simulator keeps weights in single and all else in double
// precision.
#include "files/array_file.h"
#include "run/experiment.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static int enter_data(void **state) {
    (void)state;
    const char *tests = getenv("PINWHEEL_TESTS");
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/data", tests ? tests : "tests");
    return chdir(folder);
}

static Network *golden(Experiment *experiment, const char *config) {
    Error error = {0};
    if (!experiment_load(experiment, config, NULL, 0, &error))
        fail_msg("%s", error.text);
    Network *network = network_new(&experiment->network, NULL, WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    return network;
}

static Array recorded(const char *file, const char *dataset) {
    Array array = {0};
    Error error = {0};
    if (!array_read(file, dataset, &array, &error))
        fail_msg("%s", error.text);
    return array;
}

// Are the weights those recorded, to a share of the largest? Returns how far the recorded ones are
// from the first ones, to the same measure.
static double compare(const Projection *projection, size_t step, const double *expected,
                      const double *first) {
    Connection *connections = calloc(projection->field_units, sizeof *connections);
    double worst = 0, change = 0, largest = 0;
    size_t k = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t c = 0; c < n; c++, k++) {
            worst = fmax(worst, fabs((double)connections[c].weight - expected[k]));
            change = fmax(change, fabs(expected[k] - first[k]));
            largest = fmax(largest, fabs(expected[k]));
        }
    }
    free(connections);
    if (!(worst <= 1e-5 * largest))
        fail_msg("%s: after step %zu weights are off by %g of the largest", projection->name, step,
                 worst / largest);
    return change / largest;
}

static void rules_change_weights_as_recorded(void **state) {
    (void)state;
    static const char file[] = "topographica_rules.h5";
    Experiment experiment;
    Error error = {0};
    Network *network = golden(&experiment, "../configs/golden-rules.cfg");
    size_t rules = 0;
    for (size_t step = 1; step <= 3; step++) {
        if (!network_present(network, &error))
            fail_msg("%s", error.text);
        for (size_t k = 0; k < network->projections; k++) {
            const Projection *projection = &network->projection[k];
            if (projection->settings->shared)
                continue;
            char dataset[100];
            snprintf(dataset, sizeof dataset, "/%s/weights", projection->name);
            Array weights = recorded(file, dataset);
            size_t count = weights.shape[1];
            assert_int_equal(count, projection_connection_count(projection));
            double change =
                compare(projection, step, weights.values + step * count, weights.values);
            assert_true(change > 1e-3); // there was something to compare
            array_free(&weights);
            rules++;
        }
    }
    assert_int_equal(rules, 3 * 18);
    network_free(network);
    experiment_free(&experiment);
}

static void a_self_organising_map_learns_as_recorded(void **state) {
    (void)state;
    static const char file[] = "topographica_som20.h5";
    Experiment experiment;
    Error error = {0};
    Network *network = golden(&experiment, "../configs/golden-som.cfg");
    for (int step = 0; step < 20; step++)
        if (!network_present(network, &error))
            fail_msg("%s", error.text);
    Array first = recorded(file, "/initial_weights/Afferent/data"),
          last = recorded(file, "/final_weights/Afferent/data");
    double change = compare(network_projection(network, "afferent"), 20, last.values, first.values);
    assert_true(change > 0.1);
    array_free(&first);
    array_free(&last);
    network_free(network);
    experiment_free(&experiment);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules_change_weights_as_recorded),
                                       cmocka_unit_test(a_self_organising_map_learns_as_recorded)};
    return cmocka_run_group_tests(tests, enter_data, NULL);
}
