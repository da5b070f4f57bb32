// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/recording.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

int recording_enter(void **state) {
    (void)state;
    const char *tests = getenv("PINWHEEL_TESTS");
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/data", tests ? tests : "tests");
    return chdir(folder);
}

Network *recording_network(Experiment *experiment, const char *config) {
    Error error = {0};
    if (!experiment_load(experiment, config, NULL, 0, &error))
        fail_msg("%s", error.text);
    Network *network = network_new(&experiment->network, NULL, WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    return network;
}

void recording_present(Experiment *experiment, Network *network) {
    Error error = {0};
    if (!experiment_follow_courses(experiment, network->presentation, &error) ||
        !network_present(network, &error))
        fail_msg("%s", error.text);
}

Array recording_array(const char *file, const char *dataset) {
    Array array = {0};
    Error error = {0};
    if (!array_read(file, dataset, &array, &error))
        fail_msg("%s", error.text);
    return array;
}

double recording_compare(const char *what, const Array *recorded, size_t k, size_t n,
                         const float *floats, const double *doubles, double tolerance) {
    double worst = 0, largest = 0;
    assert_int_equal(array_count(recorded), recorded->shape[0] * n);
    for (size_t i = 0; i < n; i++) {
        double value = floats ? (double)floats[i] : doubles[i], known = recorded->values[k * n + i];
        worst = fmax(worst, isnan(value) ? (double)INFINITY : fabs(value - known));
        largest = fmax(largest, fabs(known));
    }
    if (!(worst <= tolerance))
        fail_msg("iteration %zu: %s is off by %g, more than %g", k, what, worst, tolerance);
    return largest;
}

double recording_compare_weights(const Projection *projection, const double *recorded,
                                 const double *first) {
    Connection *connections = allocate(projection->field_units, sizeof *connections);
    double worst = 0, change = 0, largest = 0;
    size_t k = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t c = 0; c < n; c++, k++) {
            worst = fmax(worst, fabs((double)connections[c].weight - recorded[k]));
            change = fmax(change, fabs(recorded[k] - first[k]));
            largest = fmax(largest, fabs(recorded[k]));
        }
    }
    release(connections);
    if (!(worst <= 1e-5 * largest))
        fail_msg("%s: weights are off by %g of the largest", projection->name, worst / largest);
    return change / largest;
}

double recording_compare_group(const Network *network, const char *projection, const char *file,
                               const char *group) {
    OWNED char *before = format_text("/initial_weights/%s/data", group),
               *after = format_text("/final_weights/%s/data", group);
    Array first = recording_array(file, before), last = recording_array(file, after);
    const Projection *learnt = network_projection(network, projection);
    assert_non_null(learnt);
    assert_int_equal(array_count(&last), projection_connection_count(learnt));
    double change = recording_compare_weights(learnt, last.values, first.values);
    array_free(&first);
    array_free(&last);
    return change;
}
