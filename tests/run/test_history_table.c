// SPDX-License-Identifier: GPL-3.0-or-later
// A run's history read back: what columns are of, what they mean, and lines that are not whole.
#include "base/memory.h"
#include "files/rundir.h"
#include "helpers/file_fixture.h"
#include "run/history_table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

static bool read_text(HistoryTable *table, const char *text, Error *error) {
    char *folder = copy_text(fixture_path("run")), *path = rundir_path(folder, "history.csv");
    mkdir(folder, 0777);
    fixture_bytes(path, text, strlen(text));
    bool ok = history_table_read(table, folder, error);
    release(path);
    release(folder);
    return ok;
}

static void a_column_tells_quantity_sheet_and_meaning(void **state) {
    (void)state;
    static const char *const columns[][3] = {{"iteration", "", ""},
                                             {"activity", "v1", "mean over units and interval"},
                                             {"threshold", "lgn.left", "mean over units"},
                                             {"speed", "", "per second"}};
    HistoryTable table;
    Error error = {0};
    assert_true(read_text(&table,
                          "iteration,activity.v1 (mean over units and interval),"
                          "threshold.lgn.left (mean over units),speed (per second)\n"
                          "10,0.5,nan,\n20,-1e-3,2,3\n30,0.1",
                          &error));
    assert_int_equal(table.columns, 4);
    assert_int_equal(table.rows, 2); // the last line is being written
    for (size_t k = 0; k < 4; k++) {
        assert_string_equal(table.column[k].quantity, columns[k][0]);
        assert_string_equal(table.column[k].of, columns[k][1]);
        assert_string_equal(table.column[k].meaning, columns[k][2]);
    }
    assert_true(table.column[0].value[1] == 20 && table.column[1].value[1] == -1e-3);
    assert_true(isnan(table.column[2].value[0]) && isnan(table.column[3].value[0]));
    assert_true(table.column[3].value[1] == 3);
    history_table_free(&table);
}

static void a_run_without_rows_has_no_history(void **state) {
    (void)state;
    HistoryTable table;
    Error error = {0};
    assert_true(history_table_read(&table, fixture_path("nowhere"), &error));
    assert_int_equal(table.columns, 0);
    history_table_free(&table);
    assert_true(read_text(&table, "", &error));
    assert_int_equal(table.columns, 0);
    history_table_free(&table);
    assert_true(read_text(&table, "iteration,activity.v1 (mean)\n", &error));
    assert_int_equal(table.columns, 2);
    assert_int_equal(table.rows, 0);
    history_table_free(&table);
}

static void a_row_of_another_length_is_refused(void **state) {
    (void)state;
    HistoryTable table;
    Error error = {0};
    assert_false(read_text(&table, "iteration,a.v1 (b)\n1,2\n3\n", &error));
    assert_non_null(strstr(error.text, "history.csv: row 2 has 1 cells"));
    error_clear(&error);
    history_table_free(&table);
}

static void a_damaged_row_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"iteration,a.v1 (b)\n1,2\n3,4x\n",
                                        "iteration,a.v1 (b)\n1,2\n3,evil\n"};
    for (size_t k = 0; k < 2; k++) {
        HistoryTable table;
        Error error = {0};
        assert_false(read_text(&table, texts[k], &error));
        assert_non_null(
            strstr(error.text, "history.csv: is damaged: column 2 of row 2 is no number"));
        error_clear(&error);
        history_table_free(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_tells_quantity_sheet_and_meaning),
        cmocka_unit_test(a_run_without_rows_has_no_history),
        cmocka_unit_test(a_row_of_another_length_is_refused),
        cmocka_unit_test(a_damaged_row_is_refused),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
