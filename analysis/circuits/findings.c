// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/findings.h"

#include "base/memory.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

Findings *findings_new(const char *study) {
    Findings *findings = allocate(1, sizeof *findings);
    findings->study = copy_text(study);
    return findings;
}

void findings_free(Findings *findings) {
    for (size_t k = 0; k < findings->numbers; k++) {
        release(findings->number[k].name);
        release(findings->number[k].meaning);
    }
    for (size_t k = 0; k < findings->sentences; k++)
        release(findings->sentence[k]);
    for (size_t k = 0; k < findings->tables; k++) {
        for (size_t c = 0; c < findings->table[k].columns; c++)
            release(findings->table[k].column[c]);
        release(findings->table[k].column);
        release(findings->table[k].name);
        release(findings->table[k].values);
    }
    release(findings->number);
    release(findings->sentence);
    release(findings->table);
    release(findings->study);
    release(findings);
}

void findings_number(Findings *findings, const char *name, double value, const char *meaning) {
    findings->number =
        allocate_one_more(findings->number, findings->numbers, sizeof *findings->number);
    findings->number[findings->numbers++] =
        (FindingNumber){copy_text(name), copy_text(meaning), value};
}

void findings_say(Findings *findings, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    findings->sentence = allocate_one_more(findings->sentence, findings->sentences, sizeof(char *));
    findings->sentence[findings->sentences++] = format_arguments(format, arguments);
    va_end(arguments);
}

void findings_column(FindingTable *table, const char *name) {
    table->column = allocate_one_more(table->column, table->columns, sizeof(char *));
    table->column[table->columns++] = copy_text(name);
}

void findings_columns(FindingTable *table, const char *letter, size_t n) {
    for (size_t i = 0; i < n; i++) {
        OWNED char *name = format_text("%s%zu", letter, i);
        findings_column(table, name);
    }
}

FindingTable *findings_table(Findings *findings, const char *name, const char *columns) {
    findings->table = allocate_one_more(findings->table, findings->tables, sizeof *findings->table);
    FindingTable *table = &findings->table[findings->tables++];
    table->name = copy_text(name);
    for (const char *column = columns; *column;) {
        size_t length = strcspn(column, ",");
        char *word = format_text("%.*s", (int)length, column);
        findings_column(table, word);
        release(word);
        column += length + (column[length] == ',');
    }
    return table;
}

void findings_row(FindingTable *table, const double *values) {
    size_t size = table->columns * sizeof *values;
    table->values = allocate_one_more(table->values, table->rows, size);
    memcpy(table->values + table->rows++ * table->columns, values, size);
}

static json_t *json_number(double value) {
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *findings_json(const Findings *findings) {
    json_t *json = json_object(), *numbers = json_object(), *meanings = json_object(),
           *sentences = json_array(), *tables = json_object();
    for (size_t k = 0; k < findings->numbers; k++) {
        const FindingNumber *number = &findings->number[k];
        json_object_set_new(numbers, number->name, json_number(number->value));
        json_object_set_new(meanings, number->name, json_string(number->meaning));
    }
    for (size_t k = 0; k < findings->sentences; k++)
        json_array_append_new(sentences, json_string(findings->sentence[k]));
    for (size_t k = 0; k < findings->tables; k++) {
        const FindingTable *table = &findings->table[k];
        json_t *entry = json_object(), *columns = json_array(), *rows = json_array();
        for (size_t c = 0; c < table->columns; c++)
            json_array_append_new(columns, json_string(table->column[c]));
        for (size_t r = 0; r < table->rows; r++) {
            json_t *row = json_array();
            for (size_t c = 0; c < table->columns; c++)
                json_array_append_new(row, json_number(table->values[r * table->columns + c]));
            json_array_append_new(rows, row);
        }
        json_object_set_new(entry, "columns", columns);
        json_object_set_new(entry, "rows", rows);
        json_object_set_new(tables, table->name, entry);
    }
    json_object_set_new(json, "numbers", numbers);
    json_object_set_new(json, "meanings", meanings);
    json_object_set_new(json, "sentences", sentences);
    json_object_set_new(json, "tables", tables);
    return json;
}

void findings_write_csv(FILE *file, const void *table_of_findings) {
    const FindingTable *table = table_of_findings;
    for (size_t c = 0; c < table->columns; c++)
        fprintf(file, "%s%s", c ? "," : "", table->column[c]);
    fputc('\n', file);
    for (size_t r = 0; r < table->rows; r++) {
        for (size_t c = 0; c < table->columns; c++) {
            double value = table->values[r * table->columns + c];
            fprintf(file, isfinite(value) ? "%s%.12g" : "%s", c ? "," : "", value);
        }
        fputc('\n', file);
    }
}
