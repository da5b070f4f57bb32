// SPDX-License-Identifier: GPL-3.0-or-later
// A table as text (number_table.h): each named column is an array; without names, the whole is one,
// rows x columns.
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

static void put_column(const NumberTable *table, const char *name, DataSink *sink) {
    size_t k = 0;
    while (k < table->columns && strcmp(table->name[k], name) != 0)
        k++;
    for (size_t i = 0; i < table->rows; i++)
        data_sink_put(sink, DATA_REAL, &table->values[i * table->columns + k], 1);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(number_table_free) NumberTable table = {0};
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    size_t size;
    if (!parse(path, &table, &size, error))
        return false;
    add_heads(&table, &catalogue);
    const DataHead *head = data_catalogue_find(&catalogue, path, name, error);
    if (head == NULL || !data_sink_begin(sink, head, (double)size, 1, error))
        return false;
    if (table.name)
        put_column(&table, name, sink);
    else
        data_sink_put(sink, DATA_REAL, table.values, table.rows * table.columns);
    return true;
}

const DataFormat data_format_table = {"a table as text", "the reader of tables", recognises, list,
                                      read};
