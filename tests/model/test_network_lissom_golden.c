// SPDX-License-Identifier: GPL-3.0-or-later
// LISSOM against nine recorded iterations of another simulator, through its schedules and two
// changes of the radius of excitation, from its frames and its initial weights
// (tests/data/topographica_lissom20.h5). That simulator keeps weights in single and activities in
// double precision.
#include "files/array_file.h"
#include "run/experiment.h"
#include "run/run.h"

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

static Array recorded(const char *dataset) {
    Array array = {0};
    Error error = {0};
    if (!array_read("topographica_lissom20.h5", dataset, &array, &error))
        fail_msg("%s", error.text);
    return array;
}

static void compare_activity(const Sheet *sheet, const char *dataset, size_t k) {
    Array expected = recorded(dataset);
    double worst = 0, most = 0;
    assert_int_equal(expected.shape[1] * expected.shape[2], sheet->units);
    for (size_t i = 0; i < sheet->units; i++) {
        double value = expected.values[k * sheet->units + i];
        worst = fmax(worst, fabs((double)sheet->activity[i] - value));
        most = fmax(most, value);
    }
    array_free(&expected);
    assert_true(most > 0.1); // there is something to compare
    if (!(worst <= 3e-6))
        fail_msg("iteration %zu: %s is off by %g", k, sheet->name, worst);
}

// Compares the effective weights with those of a group in the file, to a share of the largest.
static void compare_weights(const Projection *projection, const char *group, const char *name) {
    char dataset[200];
    snprintf(dataset, sizeof dataset, "%s/%s/data", group, name);
    Array expected = recorded(dataset);
    assert_int_equal(expected.shape[0], projection_connection_count(projection));
    Connection *connections = calloc(projection->field_units, sizeof *connections);
    double worst = 0, largest = 0;
    size_t k = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        size_t n = projection_connections(projection, unit, connections);
        for (size_t c = 0; c < n; c++, k++) {
            worst = fmax(worst, fabs((double)connections[c].weight - expected.values[k]));
            largest = fmax(largest, fabs(expected.values[k]));
        }
    }
    free(connections);
    array_free(&expected);
    if (!(worst <= 1e-5 * largest))
        fail_msg("%s: weights are off by %g of the largest", dataset, worst / largest);
}

static void activity_and_weights_are_those_recorded(void **state) {
    (void)state;
    Experiment experiment;
    Error error = {0};
    if (!experiment_load(&experiment, "../configs/golden-lissom.cfg", NULL, 0, &error))
        fail_msg("%s", error.text);
    Network *network = network_new(&experiment.network, NULL, WEIGHTS_DRAWN, &error);
    if (network == NULL)
        fail_msg("%s", error.text);
    Run run = {.experiment = &experiment, .network = network};
    const Projection *excitation = network_projection(network, "excitation");
    for (size_t k = 0; k < 9; k++) {
        if (k == 4)
            compare_weights(excitation, "/change_bounds/0/before", "LateralExcitatory");
        if (k == 8)
            compare_weights(excitation, "/change_bounds/1/before", "LateralExcitatory");
        if (!run_events(&run, EVENTS_CHANGE, (int64_t)k, &error) ||
            !network_change_radii(network, &error))
            fail_msg("%s", error.text);
        if (k == 4)
            compare_weights(excitation, "/change_bounds/0/after", "LateralExcitatory");
        if (k == 8)
            compare_weights(excitation, "/change_bounds/1/after", "LateralExcitatory");
        if (!network_present(network, &error))
            fail_msg("%s", error.text);
        compare_activity(network_sheet(network, "lgn_on"), "/activity/LGNOn", k);
        compare_activity(network_sheet(network, "lgn_off"), "/activity/LGNOff", k);
        compare_activity(network_sheet(network, "v1"), "/activity/V1", k);
    }
    assert_int_equal(excitation->radius, 1);
    static const char *const names[][2] = {{"on_to_v1", "LGNOnAfferent"},
                                           {"off_to_v1", "LGNOffAfferent"},
                                           {"excitation", "LateralExcitatory"},
                                           {"inhibition", "LateralInhibitory"}};
    for (size_t p = 0; p < 4; p++)
        compare_weights(network_projection(network, names[p][0]), "/final_weights", names[p][1]);
    network_free(network);
    experiment_free(&experiment);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(activity_and_weights_are_those_recorded)};
    return cmocka_run_group_tests(tests, enter_data, NULL);
}
