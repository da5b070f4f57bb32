// SPDX-License-Identifier: GPL-3.0-or-later
// The example model against ten recorded iterations of another simulator, from its frames and its
// initial weights (tests/data/topographica_gcal48.h5). That simulator keeps weights in single and
// activities in double precision.
#include "helpers/recording.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const recording = "topographica_gcal48.h5";

static Array recorded(const char *dataset, size_t units) {
    Array array = recording_array(recording, dataset);
    assert_int_equal(array.rank, 3);
    assert_int_equal(array.shape[1] * array.shape[2], units);
    return array;
}

static void activity_and_thresholds_are_those_recorded(void **state) {
    (void)state;
    Experiment experiment;
    Error error = {0};
    Network *network = recording_network(&experiment, "../configs/golden.cfg");
    Sheet *v1 = network_sheet(network, "v1"), *on = network_sheet(network, "lgn_on"),
          *off = network_sheet(network, "lgn_off");
    Array v1_activity = recorded("/activity/V1", v1->units),
          on_activity = recorded("/activity/LGN_on", on->units);
    Array off_activity = recorded("/activity/LGN_off", off->units),
          threshold = recorded("/threshold/V1", v1->units);
    double peak = 0;
    for (size_t k = 0; k < v1_activity.shape[0]; k++) {
        recording_compare("the threshold in effect", &threshold, k, v1->units, NULL, v1->threshold,
                          1e-6);
        if (!network_present(network, &error))
            fail_msg("%s", error.text);
        recording_compare("LGN ON", &on_activity, k, on->units, on->activity, NULL, 1e-6);
        recording_compare("LGN OFF", &off_activity, k, off->units, off->activity, NULL, 1e-6);
        recording_compare("V1", &v1_activity, k, v1->units, v1->activity, NULL, 3e-6);
        for (size_t i = 0; i < v1->units; i++)
            peak = fmax(peak, (double)v1->activity[i]);
    }
    assert_true(peak > 0.1); // there was something to compare
    array_free(&threshold);
    array_free(&off_activity);
    array_free(&on_activity);
    array_free(&v1_activity);
    network_free(network);
    experiment_free(&experiment);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activity_and_thresholds_are_those_recorded)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
