// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/findings.h"

#include "base/memory.h"
#include "files/json_value.h"

#include <stdarg.h>
#include <string.h>

Findings *findings_new(void) {
    return json_pack("{s:{}, s:{}, s:[], s:{}}", "numbers", "meanings", "sentences", "tables");
}

void findings_number(Findings *findings, const char *name, double value, const char *meaning) {
    json_object_set_new(json_object_get(findings, "numbers"), name, json_of_number(value));
    json_object_set_new(json_object_get(findings, "meanings"), name, json_string(meaning));
}

void findings_numbers(Findings *findings, const FindingNumber *numbers) {
    for (const FindingNumber *number = numbers; number->name; number++)
        findings_number(findings, number->name, number->value, number->meaning);
}

void findings_say(Findings *findings, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    json_array_append_new(json_object_get(findings, "sentences"), json_vsprintf(format, arguments));
    va_end(arguments);
}

void findings_column(FindingTable *table, const char *name) {
    json_array_append_new(json_object_get(table, "columns"), json_string(name));
}

void findings_columns(FindingTable *table, const char *letter, size_t n) {
    for (size_t i = 0; i < n; i++)
        json_array_append_new(json_object_get(table, "columns"), json_sprintf("%s%zu", letter, i));
}

FindingTable *findings_table(Findings *findings, const char *name, const char *columns) {
    FindingTable *table = json_pack("{s:[], s:[]}", "columns", "rows");
    json_object_set_new(json_object_get(findings, "tables"), name, table);
    OWNED char *names = copy_text(columns);
    char *rest = NULL;
    for (char *column = strtok_r(names, ",", &rest); column; column = strtok_r(NULL, ",", &rest))
        findings_column(table, column);
    return table;
}

void findings_row(FindingTable *table, const double *values) {
    json_t *row = json_array();
    for (size_t c = 0; c < json_array_size(json_object_get(table, "columns")); c++)
        json_array_append_new(row, json_of_number(values[c]));
    json_array_append_new(json_object_get(table, "rows"), row);
}

void findings_write_csv(FILE *file, const void *table) {
    size_t r, c;
    json_t *row, *cell;
    json_array_foreach(json_object_get(table, "columns"), c, cell)
        fprintf(file, "%s%s", c ? "," : "", json_string_value(cell));
    fputc('\n', file);
    json_array_foreach(json_object_get(table, "rows"), r, row) {
        json_array_foreach(row, c, cell) fprintf(file, json_is_null(cell) ? "%s" : "%s%.12g",
                                                 c ? "," : "", json_real_value(cell));
        fputc('\n', file);
    }
}
