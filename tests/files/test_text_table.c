// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of texts: CSV that is read back.
#include "files/text_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void csv_is_read_as_it_was_printed(void **state) {
    (void)state;
    static const char *const names[] = {"run", "a,b", "\"said\""};
    static const char *const cells[] = {"",        "1.5", "two words", "x,\"y\"\nz", "\"", "",
                                        "last, 1", "",    ""};
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    TextTable *table = text_table_new();
    for (size_t k = 0; k < 3; k++)
        text_table_column(table, names[k], false);
    for (size_t k = 0; k < 9; k++)
        text_table_cell(table, "%s", cells[k]);
    text_table_print(file, table, TABLE_CSV);
    fclose(file);
    Error error = {0};
    TextTable *back = text_table_parse_csv(text, "here", &error);
    assert_non_null(back);
    assert_int_equal(back->columns, 3);
    assert_int_equal(back->cells, 9);
    for (size_t k = 0; k < 3; k++)
        assert_string_equal(back->name[k], names[k]);
    for (size_t k = 0; k < 9; k++)
        assert_string_equal(back->cell[k], cells[k]);
    text_table_free(back);
    text_table_free(table);
    free(text);
}

static void a_row_of_another_length_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"a,b\n1,2\n3\n", "a,b\n1,2\n3,4,5\n"};
    for (size_t k = 0; k < 2; k++) {
        Error error = {0};
        assert_null(text_table_parse_csv(texts[k], "x.csv", &error));
        assert_non_null(strstr(error.text, "x.csv: row 2 has "));
        error_clear(&error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_read_as_it_was_printed),
        cmocka_unit_test(a_row_of_another_length_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
