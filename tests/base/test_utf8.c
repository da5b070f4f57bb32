// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void characters_come_one_by_one(void **state) {
    (void)state;
    static const uint32_t codes[] = {'a', 0x7ff, 0xfffd, 0x10ffff, 'z'};
    const char *text = "a\u07ff\ufffd\U0010ffffz";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_int_equal(utf8_next(&text), codes[i]);
    assert_int_equal(*text, 0);
}

// A lone byte, one too long by RFC 3629, and a character that is cut off.
static void bytes_that_are_none_count_singly(void **state) {
    (void)state;
    const char *texts[] = {"\x80x", "\xc0x", "\xe2\x88"};
    for (size_t i = 0; i < 3; i++) {
        const char *text = texts[i];
        assert_int_equal(utf8_next(&text), 0xfffd);
        assert_ptr_equal(text, texts[i] + 1);
        assert_false(utf8_is_text(texts[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters_come_one_by_one),
                                       cmocka_unit_test(bytes_that_are_none_count_singly)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
