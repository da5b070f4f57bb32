// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_text_is_shown_as_one_plain_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
