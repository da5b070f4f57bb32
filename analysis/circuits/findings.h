// SPDX-License-Identifier: GPL-3.0-or-later
// Findings: what one study of a circuit found, kept as the JSON that findings.json holds:
// {"numbers": {name: value}, "meanings": {name: text}, "sentences": [text],
//  "tables": {name: {"columns": [name], "rows": [[value]]}}}; a value that is not finite is null.
#pragma once

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

typedef json_t Findings;     // given back with json_decref
typedef json_t FindingTable; // one of the tables

typedef struct {
    const char *name;
    double value;        // NaN: undefined
    const char *meaning; // one line
} FindingNumber;

Findings *findings_new(void);

void findings_number(Findings *findings, const char *name, double value, const char *meaning);

// FINDINGS_NUMBERS(findings, {name, value, meaning}, ...) adds several.
void findings_numbers(Findings *findings, const FindingNumber *numbers); // ended by no name
#define FINDINGS_NUMBERS(findings, ...)                                                            \
    findings_numbers(findings, (FindingNumber[]){__VA_ARGS__, {0}})
void findings_say(Findings *findings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// A new table; commas separate the names of its columns. Columns are added before the first row.
FindingTable *findings_table(Findings *findings, const char *name, const char *columns);
void findings_column(FindingTable *table, const char *name);
void findings_columns(FindingTable *table, const char *letter, size_t n); // "x0", "x1", ...
void findings_row(FindingTable *table, const double *values);             // one for each column

void findings_write_csv(FILE *file, const void *table);
