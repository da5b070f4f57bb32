// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Counts again how often the event is due, in every part of the run.
static void check_counts(const EventSettings *event, uint64_t bits) {
    for (int64_t first = 0; first <= 60; first++)
        for (int64_t last = first; last <= 60; last++)
            assert_int_equal(event_times_due(event, first, last, 53),
                             __builtin_popcountll(bits >> first << first << (63 - last)));
}

// The next iteration of a run of 53 at which the event is due, from every iteration on.
static void check_next(const EventSettings *event, uint64_t bits) {
    for (int64_t first = 0; first <= 53; first++) {
        uint64_t left = bits >> first << first & ((UINT64_C(2) << 53) - 1);
        assert_int_equal(event_next_due(event, first, 53), left ? __builtin_ctzll(left) : -1);
    }
}

// The iterations from 0 to 60 of a run of 53 at which an event is due, as a bit each.
static uint64_t due(const char *const *assignments) {
    EventSettings event;
    Error error = {0};
    block_start(&event_settings, &event);
    for (; *assignments; assignments++)
        if (!settings_assign(&event_settings, &event, *assignments, false, "event", &error))
            fail_msg("%s", error.text);
    uint64_t bits = 0;
    for (int64_t iteration = 0; iteration <= 60; iteration++)
        if (event_is_due(&event, iteration, 53))
            bits |= UINT64_C(1) << iteration;
    check_counts(&event, bits);
    check_next(&event, bits);
    block_finish(&event_settings, &event);
    return bits;
}

#define DUE(...) due((const char *const[]){__VA_ARGS__, NULL})
#define AT(iteration) (UINT64_C(1) << (iteration))

static void an_event_happens_when_it_says(void **state) {
    (void)state;
    assert_int_equal(due((const char *const[]){NULL}), 0);
    assert_int_equal(DUE("at=37"), AT(37));
    assert_int_equal(DUE("at=0"), AT(0));
    assert_int_equal(DUE("at_end=true"), AT(53));
    assert_int_equal(DUE("at_end=true", "at=53"), AT(53));
    assert_int_equal(DUE("at=7", "at_end=true"), AT(7) | AT(53));
}

static void multiples_have_bounds(void **state) {
    (void)state;
    assert_int_equal(DUE("every=20"), AT(20) | AT(40) | AT(60)); // the start is no multiple
    assert_int_equal(DUE("every=20", "from=0"), AT(0) | AT(20) | AT(40) | AT(60));
    assert_int_equal(DUE("every=20", "from=20", "until=40"), AT(20) | AT(40));
    assert_int_equal(DUE("every=20", "from=21", "until=39"), 0);
    assert_int_equal(DUE("every=17", "until=end", "at=2"), AT(2) | AT(17) | AT(34) | AT(51));
    assert_int_equal(DUE("from=3", "until=9"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_happens_when_it_says),
        cmocka_unit_test(multiples_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
