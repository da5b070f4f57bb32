// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void characters_of_every_length_are_text(void **state) {
    (void)state;
    static const char *const texts[] = {"a", "\u07ff", "\ufffd", "\U0010ffff"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(utf8_length((const unsigned char *)texts[i], i + 1), i + 1);
        assert_true(utf8_is_text(texts[i]));
    }
    assert_true(utf8_is_text("a\u07ff\ufffd\U0010ffffz"));
}

// A lone byte, one too long by RFC 3629, and a character that is cut off.
static void other_bytes_are_no_text(void **state) {
    (void)state;
    static const char *const texts[] = {"\x80x", "\xc0x", "\xe2\x88"};
    for (size_t i = 0; i < 3; i++)
        assert_false(utf8_is_text(texts[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters_of_every_length_are_text),
                                       cmocka_unit_test(other_bytes_are_no_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
