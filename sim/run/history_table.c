// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/history_table.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/text_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The number in a cell; an empty one has none.
static bool read_number(const char *cell, double *number) {
    char *end;
    *number = strtod(cell, &end);
    if (cell[0] == '\0')
        *number = (double)NAN;
    return *end == '\0';
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

static bool read_values(const TextTable *table, size_t k, const char *path, double *value,
                        Error *error) {
    for (size_t i = 0; i * table->columns < table->cells; i++)
        if (!read_number(table->cell[i * table->columns + k], &value[i]))
            return fail(error, "%s: is damaged: column %zu of row %zu is no number", path, k + 1,
                        i + 1);
    return true;
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
    bool ok = true;
    for (size_t k = 0; k < table->columns; k++) {
        table->column[k] = column_of(cells, k, table->rows);
        ok = ok && read_values(cells, k, path, table->column[k].value, error);
    }
    text_table_free(cells);
    return ok;
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
