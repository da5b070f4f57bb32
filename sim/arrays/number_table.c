// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/number_table.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void number_table_free(NumberTable *table) {
    for (size_t k = 0; table->name && k < table->columns; k++)
        release(table->name[k]);
    release(table->name);
    release(table->is_text);
    release(table->values);
    *table = (NumberTable){0};
}

// A text that is cut into lines, and these into cells.
typedef struct {
    char *at; // NULL: at the end
    size_t line;
    char separator; // ' ' for any run of blanks
    const char *path;
} Scan;

// The next line that is not empty and no comment, without its end; NULL at the end.
static char *next_line(Scan *scan) {
    while (scan->at) {
        char *line = scan->at, *end = strpbrk(line, "\r\n");
        scan->at = end ? end + 1 + (end[0] == '\r' && end[1] == '\n') : NULL;
        if (end)
            *end = '\0';
        scan->line++;
        char first = line[strspn(line, " \t")];
        if (first != '\0' && first != '#' && first != '%')
            return line;
    }
    return NULL;
}

static char separator_of(const char *line) {
    bool quoted = false;
    char found = ' ';
    for (; *line; line++) {
        quoted = quoted != (*line == '"');
        if (quoted)
            continue;
        if (*line == '\t')
            return '\t';
        if (*line == ';')
            found = ';';
        else if (*line == ',' && found == ' ')
            found = ',';
    }
    return found;
}

// Takes one cell off a line, without blanks and quotes round it; *line becomes NULL after the last.
static char *next_cell(const Scan *scan, char **line) {
    char *cell = *line + strspn(*line, scan->separator == '\t' ? " " : " \t"), *end;
    if (*cell == '"') {
        end = strchr(++cell, '"');
        end = end ? end : cell + strlen(cell);
        char *rest = *end ? end + 1 : end;
        *end = '\0';
        end = rest;
    } else {
        end = cell;
    }
    char *after = scan->separator == ' ' ? end + strcspn(end, " \t") : strchr(end, scan->separator);
    if (after == NULL)
        after = end + strlen(end);
    char *next = after;
    if (scan->separator == ' ')
        next += strspn(next, " \t");
    *line = *next == '\0' ? NULL : scan->separator == ' ' ? next : next + 1;
    *after = '\0';
    for (char *last = cell + strlen(cell); last > cell && (last[-1] == ' ' || last[-1] == '\t');)
        *--last = '\0';
    return cell;
}

static bool is_missing(const char *cell) {
    return cell[0] == '\0' || strcasecmp(cell, "na") == 0 || strcasecmp(cell, "n/a") == 0 ||
           strcasecmp(cell, "null") == 0;
}

// The number in a cell. A table that is not separated by commas may have them as decimal points.
static bool take_number(const Scan *scan, char *cell, double *number) {
    *number = (double)NAN;
    if (is_missing(cell))
        return true;
    char *comma = scan->separator == ',' ? NULL : strchr(cell, ',');
    if (comma)
        *comma = '.';
    char *end;
    double value = strtod(cell, &end);
    bool ok = end != cell && *end == '\0' && !strpbrk(cell, "xX");
    if (comma && !ok)
        *comma = ',';
    if (ok)
        *number = value;
    return ok;
}

static bool is_number(const Scan *scan, const char *cell) {
    OWNED char *copy = copy_text(cell);
    double number;
    return take_number(scan, copy, &number);
}

static size_t count_cells(const Scan *scan, const char *line) {
    OWNED char *copy = copy_text(line);
    size_t count = 0;
    for (char *rest = copy; rest; count++)
        next_cell(scan, &rest);
    return count;
}

// Is one of a line's cells neither a number nor missing?
static bool has_names(const Scan *scan, const char *line) {
    OWNED char *copy = copy_text(line);
    for (char *rest = copy; rest;) {
        const char *cell = next_cell(scan, &rest);
        if (!is_number(scan, cell))
            return true;
    }
    return false;
}

static bool take_names(const Scan *scan, char *line, NumberTable *table, Error *error) {
    table->name = allocate(table->columns, sizeof *table->name);
    for (size_t k = 0; k < table->columns; k++) {
        const char *cell = next_cell(scan, &line);
        table->name[k] = cell[0] ? copy_text(cell) : format_text("column %zu", k + 1);
        for (size_t j = 0; j < k; j++)
            if (strcmp(table->name[j], table->name[k]) == 0) {
                OWNED char *shown = utf8_printable(cell);
                return fail(error, "%s: line %zu: two columns are named '%s'", scan->path,
                            scan->line, shown);
            }
    }
    return true;
}

static bool take_row(const Scan *scan, char *line, NumberTable *table, Error *error) {
    size_t cells = count_cells(scan, line);
    if (cells != table->columns)
        return fail(error, "%s: line %zu has %zu cells; the first has %zu", scan->path, scan->line,
                    cells, table->columns);
    for (size_t k = 0; k < table->columns; k++) {
        char *cell = next_cell(scan, &line);
        if (take_number(scan, cell, &table->values[table->rows * table->columns + k]))
            continue;
        table->is_text[k] = true;
        if (table->name == NULL) {
            OWNED char *shown = utf8_printable(cell);
            return fail(error, "%s: line %zu: cell %zu is no number: '%.40s'", scan->path,
                        scan->line, k + 1, shown);
        }
    }
    table->rows++;
    return true;
}

// Line ends from here on: rows there can be at most.
static size_t lines_of(const char *text) {
    size_t lines = 1;
    for (; *text; text++)
        lines += *text == '\n' || *text == '\r';
    return lines;
}

static bool parse(Scan *scan, char *first, size_t lines, size_t length, NumberTable *table,
                  Error *error) {
    scan->separator = separator_of(first);
    table->columns = count_cells(scan, first);
    if (table->columns > NUMBER_TABLE_COLUMNS_MOST)
        return fail(error, "%s: has %zu columns; at most %d can be read", scan->path,
                    table->columns, NUMBER_TABLE_COLUMNS_MOST);
    bool names = has_names(scan, first);
    // A row has a byte for each column at least, its separator or its end.
    size_t rows = length / table->columns + 1;
    rows = lines < rows ? lines : rows;
    table->is_text = allocate(table->columns, sizeof *table->is_text);
    table->values = allocate(rows * table->columns, sizeof *table->values);
    if (!(names ? take_names : take_row)(scan, first, table, error))
        return false;
    for (char *line; (line = next_line(scan));)
        if (!take_row(scan, line, table, error))
            return false;
    return table->rows > 0 || fail(error, "%s: is a text without rows of numbers", scan->path);
}

bool number_table_parse(char *text, const char *path, NumberTable *table, Error *error) {
    *table = (NumberTable){0};
    if (strncmp(text, "\xef\xbb\xbf", 3) == 0) // a mark of UTF-8
        text += 3;
    Scan scan = {.at = text, .path = path};
    size_t lines = lines_of(text), length = strlen(text) + 1;
    char *first = next_line(&scan);
    bool ok = first ? parse(&scan, first, lines, length, table, error)
                    : fail(error, "%s: is a text without rows of numbers", path);
    if (!ok)
        number_table_free(table);
    return ok;
}
