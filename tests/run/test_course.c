// SPDX-License-Identifier: GPL-3.0-or-later
// Courses against the formulas of their schedules.
#include "run/course.h"

#include "base/memory.h"
#include "helpers/assert_near.h"
#include "run/experiment.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void *value_at(Experiment *experiment, const char *sheet, const char *name) {
    SheetSettings *settings = collection_find(&experiment->network.sheets, sheet)->variant.settings;
    Variant *transfer = &settings->transfer;
    const Setting *row = block_find(&transfer->kind->block, name);
    return row ? setting_value(row, transfer->settings)
               : setting_value(block_find(&sheet_kinds[0]->block, name), settings);
}

static double number(Experiment *experiment, const char *sheet, const char *name) {
    return *(double *)value_at(experiment, sheet, name);
}

static void settings_follow_their_courses(void **state) {
    (void)state;
    OWNED_BY(experiment_free) Experiment experiment;
    Error error = {0};
    if (!experiment_load(&experiment, "tests/configs/courses.cfg", NULL, 0, &error))
        fail_msg("%s", error.text);
    assert_near(number(&experiment, "v1", "threshold"), 0.09, 0); // before any event
    static const int64_t iterations[] = {0, 8, 9, 10, 13, 29, 43, 2};
    for (size_t k = 0; k < sizeof iterations / sizeof *iterations; k++) {
        int64_t t = iterations[k];
        assert_true(experiment_follow_courses(&experiment, t, &error));
        assert_near(number(&experiment, "v1", "threshold"), 0.09 * pow(0.83, (double)(t / 9)),
                    1e-15);
        assert_near(number(&experiment, "v1", "offset"), 0.03 * exp(-(double)t / 13), 1e-15);
        assert_int_equal(*(int64_t *)value_at(&experiment, "v1", "settle"),
                         llround(9 * pow(0.7, (double)(t / 10))));
        for (size_t s = 0; s < experiment.network.stimuli.count; s++) // a path with *
            assert_near(
                *(double *)setting_value(block_find(&stimulus_settings, "contrast"),
                                         experiment.network.stimuli.items[s].variant.settings),
                0.9 * (0.4 + 0.6 * exp(-(double)t / 31)), 1e-15);
    }
}

// A change of the setting moves all thresholds, however far they have adapted.
static void thresholds_follow_their_setting(void **state) {
    (void)state;
    OWNED_BY(experiment_free) Experiment experiment;
    Error error = {0};
    if (!experiment_load(&experiment, "tests/configs/small.cfg", NULL, 0, &error))
        fail_msg("%s", error.text);
    Network *network = network_new(&experiment.network, NULL, WEIGHTS_DRAWN, &error);
    Sheet *v1 = network_sheet(network, "v1");
    for (int k = 0; k < 5; k++)
        assert_true(network_present(network, &error));
    OWNED double *before = allocate(v1->units, sizeof *before);
    for (size_t i = 0; i < v1->units; i++)
        before[i] = v1->threshold[i];
    assert_true(before[0] != before[v1->units / 2]);
    *(double *)value_at(&experiment, "v1", "threshold") += 0.0173;
    for (int k = 0; k < 2; k++) { // once and for all
        network_schedule(network);
        for (size_t i = 0; i < v1->units; i++)
            assert_near(v1->threshold[i], before[i] + 0.0173, 1e-15);
    }
    network_free(network);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(settings_follow_their_courses),
                                       cmocka_unit_test(thresholds_follow_their_setting)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
