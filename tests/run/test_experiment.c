// SPDX-License-Identifier: GPL-3.0-or-later
// Trying changes of an experiment that was loaded gives what loading it with them gives.
#include "run/experiment.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const files[] = {"tests/configs/eventful.cfg", "tests/configs/all-measures.cfg",
                                    "tests/configs/two-eyes.cfg", "tests/fuzz/small.cfg"};
enum { FILES = sizeof files / sizeof *files };

static const char *const changes[][3] = {
    {NULL},
    {"iterations=123", "seed=7"},
    {"sheets.v1.density=0.001"},
    {"sheets.v1.transfer=tanh", "sheets.v1.transfer.gain=2"},
    {"sheets.retina.stimulus=none_such"},
    {"sheets.v1.transfer.gain=none_such"},
    {"projections.*.radius=0.001"},
    {"events.*.at=-1", "events.*.every=0", "events.*.at_end=false"},
    {"events.change.set=sheets.retina.stimulus=none_such"},
    {"none.such=1"},
};
enum { CHANGES = sizeof changes / sizeof *changes };

static void compare(const Experiment *loaded, const char *const *change) {
    OWNED_BY(experiment_free) Experiment other;
    OWNED_BY(error_clear) Error of_load = {0};
    OWNED_BY(error_clear) Error of_try = {0};
    int64_t iterations;
    size_t n = 0;
    while (n < 3 && change[n])
        n++;
    bool ok = experiment_load(&other, loaded->path, change, n, &of_load);
    assert_int_equal(experiment_try(loaded, change, n, &iterations, &of_try), ok);
    assert_string_equal(of_try.text ? of_try.text : "", of_load.text ? of_load.text : "");
    if (ok)
        assert_int_equal(iterations, other.iterations);
}

static void trying_is_loading(void **state) {
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        OWNED_BY(experiment_free) Experiment loaded;
        Error error = {0};
        if (!experiment_load(&loaded, files[i], NULL, 0, &error))
            fail_msg("%s", error.text);
        OWNED char *before = config_echo_text(&experiment_settings, &loaded);
        for (size_t k = 0; k < CHANGES; k++)
            compare(&loaded, changes[k]);
        OWNED char *after = config_echo_text(&experiment_settings, &loaded);
        assert_string_equal(before, after);
    }
}

static void a_copy_has_all_settings_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; i < FILES; i++) {
        OWNED_BY(experiment_free) Experiment loaded;
        Experiment copy;
        Error error = {0};
        assert_true(experiment_load(&loaded, files[i], NULL, 0, &error));
        block_copy(&experiment_settings, &copy, &loaded);
        OWNED char *before = config_echo_text(&experiment_settings, &loaded);
        block_finish(&experiment_settings, &loaded); // the copy owns what it has
        OWNED char *after = config_echo_text(&experiment_settings, &copy);
        assert_string_equal(before, after);
        const Kind *kind = copy.events.items[0].variant.kind;
        for (int k = 0; k < 20; k++) { // a collection goes on growing
            OWNED char *name = format_text("new%d", k);
            collection_add(&copy.events, name, kind);
        }
        block_finish(&experiment_settings, &copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(trying_is_loading),
                                       cmocka_unit_test(a_copy_has_all_settings_of_its_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
