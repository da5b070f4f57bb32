// SPDX-License-Identifier: GPL-3.0-or-later
// When a run saves its state, by a clock of made-up times.
#include "run/save_clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

static void the_first_interval_begins_when_presentations_do(void **state) {
    (void)state;
    SaveClock clock = save_clock_start(733.25);
    assert_false(save_clock_is_due(&clock, 61.5, 733.25 + 61.25));
    assert_true(save_clock_is_due(&clock, 61.5, 733.25 + 61.5));
}

static void an_interval_begins_where_the_save_ends(void **state) {
    (void)state;
    SaveClock clock = save_clock_start(10);
    save_clock_begin(&clock, 71.75);
    save_clock_end(&clock, 74);
    assert_false(save_clock_is_due(&clock, 60, 71.75 + 61));
    assert_false(save_clock_is_due(&clock, 60, 74 + 59.5));
    assert_true(save_clock_is_due(&clock, 60, 74 + 60));
}

// A save that takes longer than the interval is not followed by another at once.
static void saving_takes_a_twentieth_of_the_time_at_most(void **state) {
    (void)state;
    SaveClock clock = save_clock_start(10);
    save_clock_begin(&clock, 70);
    save_clock_end(&clock, 151.5);
    assert_false(save_clock_is_due(&clock, 60, 151.5 + 19.5 * 81.5));
    assert_true(save_clock_is_due(&clock, 60, 151.5 + 20.5 * 81.5));
    assert_near(save_clock_wait(60, 81.5), 20 * 81.5, 1e-9);
    assert_near(save_clock_wait(60, 2.75), 60, 0);
}

static void without_an_interval_each_iteration_is_saved(void **state) {
    (void)state;
    SaveClock clock = save_clock_start(10);
    assert_true(save_clock_is_due(&clock, 0, 10));
    save_clock_begin(&clock, 11);
    save_clock_end(&clock, 13.5);
    assert_true(save_clock_is_due(&clock, 0, 13.5));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_interval_begins_when_presentations_do),
        cmocka_unit_test(an_interval_begins_where_the_save_ends),
        cmocka_unit_test(saving_takes_a_twentieth_of_the_time_at_most),
        cmocka_unit_test(without_an_interval_each_iteration_is_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
