// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/history_table.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/text_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double number_of(const char *text) {
    char *end;
    double value = strtod(text, &end);
    return end > text ? value : (double)NAN;
}

static HistoryColumn column_of(const TextTable *table, size_t k, size_t rows) {
    const char *name = table->name[k];
    size_t quantity = strcspn(name, ".("), end = strcspn(name, "(");
    const char *of = name + quantity + (name[quantity] == '.'), *meaning = name + end;
    bool described = *meaning == '(' && end > 0;
    end -= described; // the blank before it
    HistoryColumn column = {format_text("%.*s", (int)(quantity < end ? quantity : end), name),
                            format_text("%.*s", (int)(of < name + end ? name + end - of : 0), of),
                            described
                                ? format_text("%.*s", (int)strcspn(meaning + 1, ")"), meaning + 1)
                                : copy_text(""),
                            allocate(rows, sizeof(double))};
    for (size_t i = 0; i < rows; i++)
        column.value[i] = number_of(table->cell[i * table->columns + k]);
    return column;
}

// The whole lines of history.csv, without a line that is still being written; "": there are none,
// as in a run that was stopped before its first row. NULL where the file cannot be read.
static char *whole_lines(const char *path, Error *error) {
    if (ordinary_file_is_absent(path))
        return copy_text("");
    size_t size;
    char *text = (char *)ordinary_file_read(path, "a history", &size, error);
    char *end = text ? strrchr(text, '\n') : NULL;
    if (text)
        text[end ? end - text + 1 : 0] = '\0';
    return text;
}

bool history_table_read(HistoryTable *table, const char *folder, Error *error) {
    *table = (HistoryTable){0};
    OWNED char *path = rundir_path(folder, "history.csv"), *text = whole_lines(path, error);
    TextTable *cells = text && text[0] ? text_table_parse_csv(text, path, error) : NULL;
    if (cells == NULL)
        return text && text[0] == '\0';
    table->columns = cells->columns;
    table->rows = cells->cells / cells->columns;
    table->column = allocate(table->columns, sizeof *table->column);
    for (size_t k = 0; k < table->columns; k++)
        table->column[k] = column_of(cells, k, table->rows);
    text_table_free(cells);
    return true;
}

void history_table_free(HistoryTable *table) {
    for (size_t k = 0; k < table->columns; k++) {
        release(table->column[k].quantity);
        release(table->column[k].of);
        release(table->column[k].meaning);
        release(table->column[k].value);
    }
    release(table->column);
    *table = (HistoryTable){0};
}
