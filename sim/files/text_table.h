// SPDX-License-Identifier: GPL-3.0-or-later
// TextTable: rows of texts, printed in aligned columns, as Markdown or as CSV.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum { TABLE_ALIGNED, TABLE_MARKDOWN, TABLE_CSV } TableStyle;

typedef struct {
    size_t columns, cells;
    bool *right; // [columns] numbers stand at the right of an aligned column
    char **name; // [columns] owned, as the cells
    char **cell; // [cells] row after row
} TextTable;

// An empty table. Columns are added first; then cells fill row after row.
TextTable *text_table_new(void);
void text_table_free(TextTable *table);
void text_table_column(TextTable *table, const char *name, bool right);
void text_table_cell(TextTable *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// A table of columns aligned at the left; `columns` is NULL-terminated. A cell with a number to
// twelve digits, empty where it is not finite.
TextTable *text_table_of(const char *const *columns);
void text_table_number(TextTable *table, double number);

// Reads what was printed as CSV: a line of names, then rows. NULL where the numbers of cells and
// names differ, or a quoted cell is damaged; `place` begins the message.
TextTable *text_table_parse_csv(const char *text, const char *place, Error *error);

// The index of the first column of that name; the number of columns where there is none.
size_t text_table_find(const TextTable *table, const char *name);

// The last row must be full. Cells may come from elsewhere: control characters are printed as
// utf8_printable shows them, except for line ends and tabs in CSV, where a cell that a spreadsheet
// would take for a formula gets a ' before it.
void text_table_print(FILE *file, const TextTable *table, TableStyle style);
