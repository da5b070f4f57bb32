// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail // of cmocka

static void lines_are_joined(void **state) {
    (void)state;
    Error error = {0}, other = {0};
    assert_false(fail(&error, "one %d", 1));
    error_move(&error, &other);
    assert_string_equal(error.text, "one 1");
    fail(&other, "two");
    fail(&other, "three");
    error_move(&error, &other);
    assert_int_equal(error.count, 3);
    assert_string_equal(error.text, "one 1\ntwo\nthree");
    assert_null(other.text);
    fail(&error, "%s", "");
    assert_string_equal(error.text, "one 1\ntwo\nthree\n");
    error_clear(&error);
    assert_null(error.text);
}

// Adding a line takes no longer where there are many.
static void many_lines_take_no_long_time(void **state) {
    (void)state;
    enum { LINES = 100000, LENGTH = 71 };
    Error error = {0};
    alarm(60);
    for (int i = 0; i < LINES; i++)
        fail(&error, "%070d", i);
    alarm(0);
    assert_int_equal(error.count, LINES);
    assert_int_equal(strlen(error.text), LINES * LENGTH - 1);
    assert_memory_equal(error.text + (LINES / 2) * LENGTH + LENGTH - 7, "050000\n", 7);
    error_clear(&error);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_joined),
                                       cmocka_unit_test(many_lines_take_no_long_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
