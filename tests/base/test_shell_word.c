// SPDX-License-Identifier: GPL-3.0-or-later
// Words in quotes, as sh reads them back.
#include "base/shell_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"

static void assert_word(const char *word, const char *expected) {
    OWNED char *quoted = shell_word(word);
    assert_string_equal(quoted, expected);
}

static void words_are_quoted_where_sh_would_take_them_apart(void **state) {
    (void)state;
    assert_word("outputs/demo-001", "outputs/demo-001");
    assert_word("", "''");
    assert_word("a b", "'a b'");
    assert_word("it's", "'it'\\''s'");
    assert_word("'", "''\\'''");
    assert_word("$(x)\n`y`", "'$(x)\n`y`'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_quoted_where_sh_would_take_them_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
