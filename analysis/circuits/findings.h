// SPDX-License-Identifier: GPL-3.0-or-later
// Findings: what one study of a circuit found: numbers, sentences and tables.
#pragma once

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
    char *name;
    size_t columns, rows;
    char **column;  // [columns] names; owned
    double *values; // [rows][columns] NaN: undefined; owned
} FindingTable;

typedef struct {
    char *name, *meaning; // the meaning in one line
    double value;         // NaN: undefined
} FindingNumber;

typedef struct {
    char *study; // its name in the config
    size_t numbers, sentences, tables;
    FindingNumber *number; // owned, as the rest
    char **sentence;
    FindingTable *table;
} Findings;

Findings *findings_new(const char *study);
void findings_free(Findings *findings);

void findings_number(Findings *findings, const char *name, double value, const char *meaning);
void findings_say(Findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// A new table; columns are parted by commas. Valid until the next is added.
FindingTable *findings_table(Findings *findings, const char *name, const char *columns);
void findings_column(FindingTable *table, const char *name); // one more; before the first row
void findings_columns(FindingTable *table, const char *letter, size_t n); // "x0", "x1", ...
void findings_row(FindingTable *table, const double *values);

json_t *findings_json(const Findings *findings); // everything; a new reference
void findings_write_csv(FILE *file, const void *table);
