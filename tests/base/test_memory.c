// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_text_grows_at_its_end(void **state) {
    (void)state;
    char *text = NULL;
    text_append(&text, "%s", "");
    assert_string_equal(text, "");
    for (int i = 0; i < 3; i++)
        text_append(&text, "%s%d", i ? ", " : "", i);
    assert_string_equal(text, "0, 1, 2");
    text_append(&text, " after %s", text);
    assert_string_equal(text, "0, 1, 2 after 0, 1, 2");
    release(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_text_grows_at_its_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
