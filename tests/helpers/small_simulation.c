// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpers/small_simulation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

const char *const small_changes[SMALL_CHANGES] = {"sheets.v1.density=24.3", "iterations=37",
                                                  "seed=11"};

pinwheel_simulation *small_simulation(int threads) {
    char *error;
    pinwheel_options options = {
        .changes = small_changes, .changes_count = SMALL_CHANGES, .threads = threads};
    pinwheel_simulation *simulation = pinwheel_from_file(SMALL_CONFIG, &options, &error);
    if (simulation == NULL)
        fail_msg("%s", error);
    return simulation;
}

void small_step(pinwheel_simulation *simulation, int64_t n) {
    char *error;
    if (pinwheel_step(simulation, n, 0, &error) != n)
        fail_msg("%s", error ? error : "fewer steps");
}

void assert_says(char *error, const char *wanted) {
    if (error == NULL || strstr(error, wanted) == NULL)
        fail_msg("'%s' does not say '%s'", error ? error : "nothing", wanted);
    pinwheel_text_free(error);
}
