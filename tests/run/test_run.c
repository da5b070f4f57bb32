// SPDX-License-Identifier: GPL-3.0-or-later
// When a run saves its state, in a folder.
#include "run/run.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

// Starts a run, waits, and carries it out; was it saved before its end? Each save keeps the one
// before it.
static bool saves_on_the_way(const char *interval, unsigned microseconds) {
    static const volatile sig_atomic_t stop = 0;
    const char *const changes[] = {"iterations=3", interval};
    const RunOptions options = {.command = "test"};
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(run_finish) Run run = {0};
    Error error = {0};
    OWNED char *folder = rundir_make_temporary(&error);
    if (!experiment_load(&experiment, "tests/fuzz/small.cfg", changes, 2, &error) ||
        !run_build(&run, &experiment, NULL, &options, &error))
        fail_msg("%s", error.text);
    usleep(microseconds); // as if building had taken so long
    if (!run_start(&run, copy_text(folder), &error) ||
        run_loop(&run, &options, &stop, &error) != RUN_FINISHED)
        fail_msg("%s", error.text);
    OWNED char *last = rundir_path(folder, "checkpoint.h5"),
               *before = rundir_path(folder, "checkpoint.prev.h5");
    assert_false(ordinary_file_is_absent(last));
    bool saved = !ordinary_file_is_absent(before);
    assert_true(rundir_remove(folder, &error));
    return saved;
}

static void building_is_not_part_of_the_first_interval(void **state) {
    (void)state;
    assert_true(saves_on_the_way("output.checkpoint_every=0", 0));
    assert_false(saves_on_the_way("output.checkpoint_every=0.7", 800000));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(building_is_not_part_of_the_first_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
