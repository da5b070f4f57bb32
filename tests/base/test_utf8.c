// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
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

static void a_text_is_shown_as_one_plain_line(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"half \u00b5m, 2 \u00d7 3 \u2019", "half \u00b5m, 2 \u00d7 3 \u2019"},
        {"\x1b[2Ja\nb\x7f", "\\x1b[2Ja\\x0ab\\x7f"},
        {"\xc2\x9b\xc2\xa0", "\\xc2\\x9b\xc2\xa0"}, // a control of two bytes, a blank
        {"a\u202eb\u2066\u2028", "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6\\xe2\\x80\\xa8"},
        {"\xff\xe2\x88", "\\xff\\xe2\\x88"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *shown = utf8_printable(texts[i][0]);
        assert_string_equal(shown, texts[i][1]);
        release(shown);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(characters_of_every_length_are_text),
                                       cmocka_unit_test(other_bytes_are_no_text),
                                       cmocka_unit_test(a_text_is_shown_as_one_plain_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
