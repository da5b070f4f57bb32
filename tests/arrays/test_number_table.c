// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/number_table.h"
#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static NumberTable accepted(const char *text) {
    OWNED char *copy = copy_text(text);
    Error error = {0};
    NumberTable table;
    if (!number_table_parse(copy, "t.csv", &table, &error))
        fail_msg("%s", error.text);
    return table;
}

static void refused(const char *text, const char *message) {
    OWNED char *copy = copy_text(text);
    Error error = {0};
    NumberTable table;
    assert_false(number_table_parse(copy, "t.csv", &table, &error));
    assert_string_equal(error.text, message);
    assert_null(table.values);
    error_clear(&error);
}

// The same two rows of three numbers in several hands.
static void separators(void **state) {
    (void)state;
    static const char *const texts[] = {
        "1.5,-2e3,0.25\n7,8,9.125\n",
        "1.5\t-2e3\t0.25\r\n7\t8\t9.125\r\n",
        "1,5;-2e3;0,25\n7;8;9,125",
        "  1.5   -2e3 0.25\n\n% a remark\n 7 8  9.125  \n",
        "\xef\xbb\xbf# x y z\n\"1.5\" , -2000 , 0.25\n 7,8,\"9.125\"\n",
    };
    static const double values[] = {1.5, -2000, 0.25, 7, 8, 9.125};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        NumberTable table = accepted(texts[i]);
        assert_int_equal(table.rows, 2);
        assert_int_equal(table.columns, 3);
        assert_null(table.name);
        assert_memory_equal(table.values, values, sizeof values);
        number_table_free(&table);
    }
}

static void names_and_missing_cells(void **state) {
    (void)state;
    NumberTable table =
        accepted("x (um),cell,preference,\n3.5,one,NA,4\n,\"t,wo\",nan,5\n7,3,61.5,");
    assert_int_equal(table.rows, 3);
    assert_int_equal(table.columns, 4);
    assert_string_equal(table.name[0], "x (um)");
    assert_string_equal(table.name[2], "preference");
    assert_string_equal(table.name[3], "column 4");
    assert_true(table.is_text[1]);
    assert_false(table.is_text[0] || table.is_text[2] || table.is_text[3]);
    assert_true(table.values[0] == 3.5 && isnan(table.values[4]) && table.values[8] == 7);
    assert_true(isnan(table.values[2]) && isnan(table.values[6]) && table.values[10] == 61.5);
    assert_true(isnan(table.values[11]));
    number_table_free(&table);
}

static void what_is_no_table(void **state) {
    (void)state;
    refused("", "t.csv: is a text without rows of numbers");
    refused("# only\n\n", "t.csv: is a text without rows of numbers");
    refused("x,y\n", "t.csv: is a text without rows of numbers");
    refused("1,2,3\n4,5\n", "t.csv: line 2 has 2 cells; the first has 3");
    refused("1,2\n# a remark\n4,five\n", "t.csv: line 3: cell 2 is no number: 'five'");
    refused("a,b,a\n1,2,3\n", "t.csv: line 1: two columns are named 'a'");
    refused("1 2\n3 0x1F\n", "t.csv: line 2: cell 2 is no number: '0x1F'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separators),
        cmocka_unit_test(names_and_missing_cells),
        cmocka_unit_test(what_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
