// SPDX-License-Identifier: GPL-3.0-or-later
// LISSOM against nine recorded iterations of another simulator, through its schedules and two
// changes of the radius of excitation, from its frames and its initial weights
// (tests/data/topographica_lissom20.h5). That simulator keeps weights in single and activities in
// double precision.
#include "helpers/recording.h"

#include "base/memory.h"
#include "run/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char recording[] = "topographica_lissom20.h5";

static void compare_activity(const Sheet *sheet, const char *dataset, size_t k) {
    Array expected = recording_array(recording, dataset);
    double most =
        recording_compare(sheet->name, &expected, k, sheet->units, sheet->activity, NULL, 3e-6);
    array_free(&expected);
    assert_true(most > 0.1); // there is something to compare
}

// Compares the effective weights with those of a group in the file, to a share of the largest.
static void compare_weights(const Projection *projection, const char *group, const char *name) {
    OWNED char *dataset = format_text("%s/%s/data", group, name);
    Array expected = recording_array(recording, dataset);
    assert_int_equal(array_count(&expected), projection_connection_count(projection));
    recording_compare_weights(projection, expected.values, expected.values);
    array_free(&expected);
}

static void activity_and_weights_are_those_recorded(void **state) {
    (void)state;
    Experiment experiment;
    Error error = {0};
    Network *network = recording_network(&experiment, "../configs/golden-lissom.cfg");
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
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
