// SPDX-License-Identifier: GPL-3.0-or-later
// NumberTable: a text of numbers in rows and columns, as a spreadsheet, MATLAB's writematrix,
// NumPy's savetxt or ImageJ writes it.
//
// Cells are separated by tabs, semicolons, commas or blanks: the first of these that the first line
// has. Where it is not the comma, a comma may stand for the decimal point. Lines that begin with #
// or % are skipped. The first line holds the names of the columns if one of its cells is no number.
// Empty cells, NA and NaN are missing.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t rows, columns;
    char **name;    // [columns] owned; NULL: the table has no line of names
    bool *is_text;  // [columns] does it hold a cell that is no number?
    double *values; // [rows][columns]; NAN for what is missing or no number; owned
} NumberTable;

enum { NUMBER_TABLE_COLUMNS_MOST = 1 << 16 };

// Reads the text, which is changed; `path` begins messages. Refuses rows of different lengths, and,
// where columns have no names, a cell that is no number.
bool number_table_parse(char *text, const char *path, NumberTable *table, Error *error);
void number_table_free(NumberTable *table);
