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

// The text of a table with one column of three cells; owned by the caller (free).
static char *printed(const char *const cells[static 3], TableStyle style) {
    char *text;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    TextTable *table = text_table_of((const char *const[]){"a", NULL});
    for (size_t k = 0; k < 3; k++)
        text_table_cell(table, "%s", cells[k]);
    text_table_print(file, table, style);
    fclose(file);
    text_table_free(table);
    return text;
}

static void cells_from_elsewhere_are_printed_as_texts(void **state) {
    (void)state;
    static const char *const formulas[] = {"=1+1", "@SUM(A1)", "-2+3"},
                             *const texts[] = {"'=a", "x\x1b[2J", "one\ntwo"},
                             *const numbers[] = {"-2.385e-3", "+7", "-"};
    char *csv = printed(formulas, TABLE_CSV);
    assert_string_equal(csv, "a\n'=1+1\n'@SUM(A1)\n'-2+3\n");
    Error error = {0};
    TextTable *back = text_table_parse_csv(csv, "here", &error);
    for (size_t k = 0; k < 3; k++)
        assert_string_equal(back->cell[k], formulas[k]);
    text_table_free(back);
    free(csv);
    csv = printed(texts, TABLE_CSV);
    assert_string_equal(csv, "a\n''=a\nx\\x1b[2J\n\"one\ntwo\"\n");
    free(csv);
    csv = printed(numbers, TABLE_CSV);
    assert_string_equal(csv, "a\n-2.385e-3\n+7\n-\n");
    free(csv);
    char *aligned = printed(texts, TABLE_ALIGNED);
    assert_string_equal(aligned, "a\n'=a\nx\\x1b[2J\none\\x0atwo\n");
    free(aligned);
}

static void a_quote_without_an_end_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"a,b\n1,2\n3,\"4\n5,6\n", "a,b\n1,2\n\"3\"x,4\n"};
    for (size_t k = 0; k < 2; k++) {
        Error error = {0};
        assert_null(text_table_parse_csv(texts[k], "x.csv", &error));
        assert_string_equal(error.text, "x.csv: is damaged: row 2 has a quote without an end");
        error_clear(&error);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_read_as_it_was_printed),
        cmocka_unit_test(a_row_of_another_length_is_refused),
        cmocka_unit_test(cells_from_elsewhere_are_printed_as_texts),
        cmocka_unit_test(a_quote_without_an_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
