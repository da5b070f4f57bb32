// SPDX-License-Identifier: GPL-3.0-or-later
// GCAL with delays, with two sizes of LGN cells and with two eyes against another simulator, from
// its frames and its initial weights (tests/data). LGN activity is recorded in single precision.
#include "helpers/recording.h"

#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// A sheet or projection, and its name in the recording.
typedef struct {
    const char *ours, *theirs;
} Names;

typedef struct {
    const char *name; // of the config and of the file
    double tolerance; // of V1's activity
    Names lgn[4], learning[10];
} Model;

static Array array_of(const Model *model, const char *group, const char *name) {
    OWNED char *file = format_text("topographica_%s.h5", model->name),
               *dataset = format_text("/%s/%s", group, name);
    return recording_array(file, dataset);
}

// Returns the most activity that is recorded.
static double compare_sheet(const Model *model, const Network *network, size_t k,
                            const Names *names, double tolerance) {
    const Sheet *sheet = network_sheet(network, names->ours);
    Array activity = array_of(model, "activity", names->theirs);
    double most = recording_compare(names->ours, &activity, k, sheet->units, sheet->activity, NULL,
                                    tolerance);
    array_free(&activity);
    return most;
}

static void compare_model(const Model *model) {
    OWNED char *config = format_text("../configs/golden-%s.cfg", model->name),
               *file = format_text("topographica_%s.h5", model->name);
    Experiment experiment;
    Network *network = recording_network(&experiment, config);
    const Sheet *v1 = network_sheet(network, "v1");
    Array threshold = array_of(model, "threshold", "V1");
    double most = 0;
    for (size_t k = 0; k < threshold.shape[0]; k++) {
        recording_compare("the threshold", &threshold, k, v1->units, NULL, v1->threshold, 1e-6);
        recording_present(&experiment, network);
        for (size_t s = 0; s < 4 && model->lgn[s].ours; s++)
            assert_true(compare_sheet(model, network, k, &model->lgn[s], 1e-6) > 0.1);
        most = fmax(most, compare_sheet(model, network, k, &(Names){"v1", "V1"}, model->tolerance));
    }
    assert_true(most > 0.1); // there was something to compare
    size_t changed = 0;
    for (size_t p = 0; p < 10 && model->learning[p].ours; p++)
        changed += recording_compare_group(network, model->learning[p].ours, file,
                                           model->learning[p].theirs) > 1e-3;
    assert_true(changed >= 4);
    array_free(&threshold);
    network_free(network);
    experiment_free(&experiment);
}

static void direction_develops_as_recorded(void **state) {
    (void)state;
    compare_model(&(Model){"direction",
                           3e-6,
                           {{"lgn_on", "LGNOn"}, {"lgn_off", "LGNOff"}},
                           {{"on_lag_0", "LGNOnAfferent"},
                            {"on_lag_1", "LGNOnAfferentLag1"},
                            {"on_lag_2", "LGNOnAfferentLag2"},
                            {"on_lag_3", "LGNOnAfferentLag3"},
                            {"off_lag_0", "LGNOffAfferent"},
                            {"off_lag_1", "LGNOffAfferentLag1"},
                            {"off_lag_2", "LGNOffAfferentLag2"},
                            {"off_lag_3", "LGNOffAfferentLag3"},
                            {"excitation", "LateralExcitatory"},
                            {"inhibition", "LateralInhibitory"}}});
}

static void spatial_frequency_develops_as_recorded(void **state) {
    (void)state;
    // 4.3e-6 is measured. Settling multiplies a change of one unit's drive by up to 180 here (it
    // makes 0.92 of a drive that is 0.066 above threshold), and a sum in single precision, over
    // 1252 products, is off by 2.2e-8. In double precision the same equations give the recorded
    // activity of the first iteration within 1.6e-8 from the recorded LGN, with single sums in the
    // drive alone within 1.3e-6; the rounded LGN adds the rest.
    compare_model(&(Model){"frequency",
                           5e-6,
                           {{"lgn_on_1", "LGNOn1"},
                            {"lgn_on_2", "LGNOn2"},
                            {"lgn_off_1", "LGNOff1"},
                            {"lgn_off_2", "LGNOff2"}},
                           {{"on_1", "LGNOnAfferent"},
                            {"on_2", "LGNOnAfferentSF2"},
                            {"off_1", "LGNOffAfferent"},
                            {"off_2", "LGNOffAfferentSF2"},
                            {"excitation", "LateralExcitatory"},
                            {"inhibition", "LateralInhibitory"}}});
}

static void disparity_develops_as_recorded(void **state) {
    (void)state;
    compare_model(&(Model){"disparity",
                           3e-6,
                           {{"lgn_on_left", "LeftLGNOn"},
                            {"lgn_on_right", "RightLGNOn"},
                            {"lgn_off_left", "LeftLGNOff"},
                            {"lgn_off_right", "RightLGNOff"}},
                           {{"on_left", "LeftLGNOnAfferent"},
                            {"on_right", "RightLGNOnAfferent"},
                            {"off_left", "LeftLGNOffAfferent"},
                            {"off_right", "RightLGNOffAfferent"},
                            {"excitation", "LateralExcitatory"},
                            {"inhibition", "LateralInhibitory"}}});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(direction_develops_as_recorded),
                                       cmocka_unit_test(spatial_frequency_develops_as_recorded),
                                       cmocka_unit_test(disparity_develops_as_recorded)};
    return cmocka_run_group_tests(tests, recording_enter, NULL);
}
