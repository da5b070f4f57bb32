// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/whole_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void digits_alone_are_a_number(void **state) {
    (void)state;
    static const char *const others[] = {
        "", "evil", "-3", "+3", " 3", "3 ", "3.0", "0x3", "1234567890123456789"};
    int64_t number;
    assert_true(whole_number("000002385", &number));
    assert_int_equal(number, 2385);
    assert_true(whole_number("999999999999999999", &number));
    assert_int_equal(number, 999999999999999999);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(whole_number(others[i], &number));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(digits_alone_are_a_number)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
