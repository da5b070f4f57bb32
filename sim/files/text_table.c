// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/text_table.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

TextTable *text_table_new(void) {
    return allocate(1, sizeof(TextTable));
}

void text_table_free(TextTable *table) {
    for (size_t k = 0; k < table->columns; k++)
        release(table->name[k]);
    for (size_t k = 0; k < table->cells; k++)
        release(table->cell[k]);
    release(table->right);
    release(table->name);
    release(table->cell);
    release(table);
}

void text_table_column(TextTable *table, const char *name, bool right) {
    assert(table->cells == 0);
    table->name = allocate_one_more(table->name, table->columns, sizeof *table->name);
    table->right = allocate_one_more(table->right, table->columns, sizeof *table->right);
    table->name[table->columns] = copy_text(name);
    table->right[table->columns++] = right;
}

void text_table_cell(TextTable *table, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    table->cell = allocate_one_more(table->cell, table->cells, sizeof *table->cell);
    table->cell[table->cells++] = format_arguments(format, arguments);
    va_end(arguments);
}

TextTable *text_table_of(const char *const *columns) {
    TextTable *table = text_table_new();
    for (; *columns; columns++)
        text_table_column(table, *columns, false);
    return table;
}

void text_table_number(TextTable *table, double number) {
    if (isfinite(number))
        text_table_cell(table, "%.12g", number);
    else
        text_table_cell(table, "%s", "");
}

// What begins a formula in a spreadsheet. Numbers do so as well, and a dash alone.
static bool is_formula(const char *cell) {
    char *end;
    if (cell[0] == '\0' || strchr("=+-@", cell[0]) == NULL || cell[1] == '\0')
        return false;
    strtod(cell, &end);
    return *end != '\0';
}

// Would a spreadsheet take this cell for a formula, or reading it back drop its quotation marks?
static bool needs_mark(const char *cell) {
    return is_formula(cell + strspn(cell, "'"));
}

// Takes one cell off a CSV text, which then begins at a comma, or at the end of a line or of the
// text. Owned by the caller; NULL where a quoted cell does not end, or goes on behind its quotes.
static char *take_cell(const char **text) {
    const char *at = *text;
    bool quoted = *at == '"';
    const char *end = at + quoted;
    while (*end && (quoted ? *end != '"' || end[1] == '"' : *end != ',' && *end != '\n'))
        end += quoted && *end == '"' ? 2 : 1;
    char *cell = allocate((size_t)(end - at) + 1, 1);
    size_t n = 0;
    for (at += quoted; at < end; at++) {
        at += quoted && *at == '"'; // of two quotes the second
        cell[n++] = *at;
    }
    bool whole = !quoted || *end == '"';
    end += quoted && whole;
    *text = end + strcspn(end, ",\n");
    if (whole && *text == end) {
        if (cell[0] == '\'' && needs_mark(cell)) // as csv_cell marks it
            memmove(cell, cell + 1, strlen(cell));
        return cell;
    }
    release(cell);
    return NULL;
}

// Takes a line off a CSV text, as the names of columns or as cells; returns their number, 0 where
// one is damaged.
static size_t take_line(const char **text, TextTable *table, bool names) {
    size_t n = 0;
    for (bool more = true; more; n++) {
        OWNED char *cell = take_cell(text);
        if (cell == NULL)
            return 0;
        if (names)
            text_table_column(table, cell, false);
        else
            text_table_cell(table, "%s", cell);
        more = **text == ',';
        *text += **text != '\0';
    }
    return n;
}

TextTable *text_table_parse_csv(const char *text, const char *place, Error *error) {
    TextTable *table = text_table_new();
    bool ok = take_line(&text, table, true) > 0 ||
              fail(error, "%s: is damaged: its first line has a quote without an end", place);
    for (size_t row = 1; ok && *text; row++) {
        size_t n = take_line(&text, table, false);
        if (n == 0)
            ok = fail(error, "%s: is damaged: row %zu has a quote without an end", place, row);
        else if (n != table->columns)
            ok = fail(error, "%s: row %zu has %zu cells, and there are %zu columns", place, row, n,
                      table->columns);
    }
    if (ok)
        return table;
    text_table_free(table);
    return NULL;
}

size_t text_table_find(const TextTable *table, const char *name) {
    size_t k = 0;
    while (k < table->columns && strcmp(table->name[k], name) != 0)
        k++;
    return k;
}

// A cell of CSV: line ends and tabs stay, other control characters are shown (utf8_printable), and
// a formula becomes a text by a ' before it. Owned by the caller.
static char *csv_cell(const char *cell) {
    char *text = copy_text(needs_mark(cell) ? "'" : "");
    while (*cell) {
        size_t length = strcspn(cell, "\n\t");
        OWNED char *part = format_text("%.*s", (int)length, cell), *shown = utf8_printable(part);
        cell += length;
        text_append(&text, "%s%.1s", shown, cell);
        cell += *cell != '\0';
    }
    return text;
}

static void print_aligned(FILE *file, const TextTable *table, char *const *row,
                          const size_t *width) {
    for (size_t k = 0; k < table->columns; k++) {
        bool last = k + 1 == table->columns;
        int pad = (int)(width[k] - strlen(row[k]));
        fprintf(file, "%*s%s%*s", table->right[k] ? pad : 0, "", row[k],
                table->right[k] || last ? 0 : pad, "");
        fputs(last ? "\n" : "  ", file);
    }
}

static void print_markdown(FILE *file, const TextTable *table, char *const *row) {
    for (size_t k = 0; k < table->columns; k++) {
        fputs("| ", file);
        for (const char *c = row[k]; *c; c++)
            fprintf(file, *c == '|' ? "\\%c" : "%c", *c);
        fputc(' ', file);
    }
    fputs("|\n", file);
}

static void print_csv(FILE *file, const TextTable *table, char *const *row) {
    for (size_t k = 0; k < table->columns; k++) {
        bool quoted = strpbrk(row[k], ",\"\n") != NULL;
        fputs(quoted ? "\"" : "", file);
        for (const char *c = row[k]; *c; c++)
            fprintf(file, *c == '"' ? "\"%c" : "%c", *c);
        fprintf(file, "%s%s", quoted ? "\"" : "", k + 1 == table->columns ? "\n" : ",");
    }
}

// The names and then the cells as they are printed; owned by the caller, as each of them.
static char **printed(const TextTable *table, TableStyle style) {
    char **shown = allocate(table->columns + table->cells, sizeof *shown);
    for (size_t k = 0; k < table->columns + table->cells; k++) {
        const char *cell = k < table->columns ? table->name[k] : table->cell[k - table->columns];
        shown[k] = style == TABLE_CSV ? csv_cell(cell) : utf8_printable(cell);
    }
    return shown;
}

// The width that each column needs; owned by the caller.
static size_t *widths(const TextTable *table, char *const *shown) {
    size_t *width = allocate(table->columns, sizeof *width);
    for (size_t k = 0; k < table->columns + table->cells; k++) {
        size_t length = strlen(shown[k]);
        if (length > width[k % table->columns])
            width[k % table->columns] = length;
    }
    return width;
}

void text_table_print(FILE *file, const TextTable *table, TableStyle style) {
    assert(table->columns > 0 && table->cells % table->columns == 0);
    OWNED char **shown = printed(table, style);
    OWNED size_t *width = widths(table, shown);
    size_t rows = table->cells / table->columns;
    for (size_t r = 0; r <= rows; r++) {
        char *const *row = shown + r * table->columns;
        if (style == TABLE_ALIGNED)
            print_aligned(file, table, row, width);
        else if (style == TABLE_CSV)
            print_csv(file, table, row);
        else
            print_markdown(file, table, row);
        for (size_t k = 0; style == TABLE_MARKDOWN && r == 0 && k < table->columns; k++)
            fprintf(file, "|%s%s", table->right[k] ? "---:" : "---",
                    k + 1 == table->columns ? "|\n" : "");
    }
    for (size_t k = 0; k < table->columns + table->cells; k++)
        release(shown[k]);
}
