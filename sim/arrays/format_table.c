// SPDX-License-Identifier: GPL-3.0-or-later
// A table as text (number_table.h): each named column is an array, and the name "a,b" means columns
// side by side, rows x 2; without names, the whole is one, rows x columns.
#include "arrays/data_format.h"
#include "arrays/number_table.h"
#include "base/memory.h"
#include "files/ordinary_file.h"

#include <string.h>

// Text has no control characters but those that begin lines and cells.
static bool recognises(const DataStart *start) {
    for (size_t i = 0; i < start->n; i++)
        if (start->bytes[i] < ' ' && !strchr("\t\n\r\f", (char)start->bytes[i]))
            return false;
        else if (start->bytes[i] == '\0')
            return false;
    return start->n > 0;
}

enum { BYTES_MOST = 1 << 27 }; // of a text: its numbers take eight times as much

static bool parse(const char *path, NumberTable *table, size_t *size, Error *error) {
    OWNED char *text = (char *)ordinary_file_read(path, "a table", size, error);
    if (text && *size > BYTES_MOST)
        return fail(error, "%s: is too large a table: it has %zu MB, and at most %d MB are read",
                    path, *size >> 20, BYTES_MOST >> 20);
    if (text && strlen(text) < *size)
        return fail(error, "%s: is damaged: byte %zu of the text is 0", path, strlen(text) + 1);
    return text && number_table_parse(text, path, table, error);
}

static void add_heads(const NumberTable *table, DataCatalogue *catalogue) {
    if (table->name == NULL)
        data_catalogue_add(catalogue, (DataHead){.name = copy_text(""),
                                                 .type = copy_text("numbers as text"),
                                                 .rank = table->columns == 1 ? 1 : 2,
                                                 .shape = {table->rows, table->columns}});
    for (size_t k = 0; table->name && k < table->columns; k++)
        if (!table->is_text[k])
            data_catalogue_add(catalogue, (DataHead){.name = copy_text(table->name[k]),
                                                     .type = copy_text("numbers as text"),
                                                     .rank = 1,
                                                     .shape = {table->rows}});
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(number_table_free) NumberTable table = {0};
    size_t size;
    if (!parse(path, &table, &size, error))
        return false;
    add_heads(&table, catalogue);
    return true;
}

static size_t column_named(const NumberTable *table, const char *name) {
    size_t k = 0;
    while (k < table->columns && strcmp(table->name[k], name) != 0)
        k++;
    return k;
}

static bool has_column(const DataCatalogue *catalogue, const char *name) {
    for (size_t k = 0; k < catalogue->count; k++)
        if (strcmp(catalogue->head[k].name, name) == 0)
            return true;
    return false;
}

static void put_columns(const NumberTable *table, const size_t *column, size_t n, DataSink *sink) {
    for (size_t i = 0; i < table->rows; i++)
        for (size_t k = 0; k < n; k++)
            data_sink_put(sink, DATA_REAL, &table->values[i * table->columns + column[k]], 1);
}

// Columns side by side, of "a,b,c".
static bool read_several(const NumberTable *table, const DataCatalogue *catalogue, const char *path,
                         const char *names, size_t size, DataSink *sink, Error *error) {
    OWNED size_t *column = NULL;
    size_t n = 0;
    for (const char *at = names; *at;) {
        size_t length = strcspn(at, ",");
        OWNED char *name = format_text("%.*s", (int)length, at);
        if (data_catalogue_find(catalogue, path, name, error) == NULL)
            return false;
        column = allocate_one_more(column, n, sizeof *column);
        column[n++] = column_named(table, name);
        at += length + (at[length] == ',');
    }
    OWNED char *name = copy_text(names), *type = copy_text("numbers as text");
    const DataHead head = {.name = name, .type = type, .rank = 2, .shape = {table->rows, n}};
    if (!data_sink_begin(sink, &head, (double)size, 1, error))
        return false;
    put_columns(table, column, n, sink);
    return true;
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(number_table_free) NumberTable table = {0};
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    size_t size;
    if (!parse(path, &table, &size, error))
        return false;
    add_heads(&table, &catalogue);
    if (table.name && name && strchr(name, ',') && !has_column(&catalogue, name))
        return read_several(&table, &catalogue, path, name, size, sink, error);
    const DataHead *head = data_catalogue_find(&catalogue, path, name, error);
    if (head == NULL || !data_sink_begin(sink, head, (double)size, 1, error))
        return false;
    if (table.name)
        put_columns(&table, &(size_t){column_named(&table, head->name)}, 1, sink);
    else
        data_sink_put(sink, DATA_REAL, table.values, table.rows * table.columns);
    return true;
}

const DataFormat data_format_table = {"a table as text", "the reader of tables", recognises, list,
                                      read};
