// SPDX-License-Identifier: GPL-3.0-or-later
#include "kinds/schedule.h"

#include "base/error.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "helpers/assert_near.h"

typedef struct {
    Variant schedule;
} Holder;

static const Block holder =
    BLOCK(Holder, NULL, {SETTING(Holder, schedule), "constant", .kinds = schedule_kinds});

static void start(Holder *held, const char *const *changes) {
    Error error = {0};
    block_start(&holder, held);
    for (; *changes; changes++)
        if (!settings_assign(&holder, held, *changes, false, "test", &error))
            fail_msg("%s", error.text);
}

static void the_default_is_one_throughout(void **state) {
    (void)state;
    Holder held;
    start(&held, (const char *const[]){NULL});
    for (int64_t t = 0; t < 1000000000000; t = 7 * t + 1)
        assert_true(schedule_factor(&held.schedule, t) == 1);
    block_finish(&holder, &held);
}

// Against products of one factor a presentation, which know of no exponential.
static void approaches(const char *setting, double floor) {
    Holder held;
    start(&held, (const char *const[]){"schedule=exponential", "schedule.time_constant=531.7",
                                       "schedule.start=1289", setting, NULL});
    double away = 1 - floor, kept = exp(-1 / 531.7);
    for (int64_t t = 0; t <= 1289; t++)
        assert_true(schedule_factor(&held.schedule, t) == 1);
    for (int64_t t = 1290; t < 12000; t++) {
        away *= kept;
        assert_near(schedule_factor(&held.schedule, t), floor + away, 1e-11);
    }
    assert_near(schedule_factor(&held.schedule, 1000000), floor, 1e-15);
    block_finish(&holder, &held);
}

static void the_exponential_loses_the_same_share_at_every_presentation(void **state) {
    (void)state;
    approaches("schedule.floor=0.0713", 0.0713);
    approaches("schedule.floor=2.385", 2.385);
}

static void takes_steps(const char *setting, double step) {
    Holder held;
    start(&held, (const char *const[]){"schedule=steps", "schedule.every=37", "schedule.start=11",
                                       setting, NULL});
    double factor = 1;
    for (int64_t t = 0; t < 2000; t++) {
        if (t > 11 && (t - 11) % 37 == 0)
            factor *= step;
        assert_near(schedule_factor(&held.schedule, t), factor, 1e-14 * fmax(1, factor));
    }
    assert_true(factor < 1e-4 || factor > 100);
    block_finish(&holder, &held);
}

static void steps_are_taken_after_every_interval(void **state) {
    (void)state;
    takes_steps("schedule.factor=0.81", 0.81);
    takes_steps("schedule.factor=1.13", 1.13);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_is_one_throughout),
        cmocka_unit_test(the_exponential_loses_the_same_share_at_every_presentation),
        cmocka_unit_test(steps_are_taken_after_every_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
