// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"

#include "base/huge_pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

// Memory that was used before is zeroed as well.
static void large_blocks_are_zeroed_and_start_on_a_huge_page(void **state) {
    (void)state;
    enum { ODD = 777 };
    for (int attempt = 0; attempt < 4; attempt++) {
        size_t bytes = LARGE_BLOCK + ODD;
        bool pages = attempt % 2;
        unsigned char *block = (pages ? allocate_pages : allocate)(bytes, 1);
        assert_int_equal((uintptr_t)block % HUGE_PAGE, 0);
        size_t used = 0;
        for (size_t i = 0; i < bytes; i++)
            used += block[i] != 0;
        assert_int_equal(used, 0);
        memset(block, 0x5d, bytes);
        if (pages)
            release_pages(block, bytes, 1);
        else
            release(block);
    }
}

// Whether there are any depends on the system; the size of what asked for them does not.
static void large_blocks_ask_for_huge_pages(void **state) {
    (void)state;
    HugePages before, after;
    if (!huge_pages_count(&before))
        skip();
    OWNED char *small = allocate(LARGE_BLOCK / 2, 1), *large = allocate(3 * LARGE_BLOCK, 1);
    assert_non_null(small);
    assert_non_null(large);
    assert_true(huge_pages_count(&after));
    assert_in_range(after.large - before.large, 3 * LARGE_BLOCK, 3 * LARGE_BLOCK + HUGE_PAGE);
    assert_true(after.huge <= after.large);
    OWNED char *sentence = huge_pages_sentence();
    assert_non_null(strstr(sentence, "huge pages"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_at_its_end),
        cmocka_unit_test(large_blocks_are_zeroed_and_start_on_a_huge_page),
        cmocka_unit_test(large_blocks_ask_for_huge_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
