// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of numbers: a circuit's weights, tables as CSV, a run's history.
#include "fuzz/fuzz_file.h"
#include "fuzz/target.h"

#include "base/memory.h"
#include "circuits/circuit.h"
#include "files/text_table.h"
#include "run/history_table.h"

#include <stdio.h>
#include <string.h>

static void take_matrix(const uint8_t *data, size_t size) {
    OWNED_BY(circuit_free) Circuit circuit = {0};
    Variant settings = {0};
    Error error = {0};
    fuzz_write("weights.csv", data, size);
    variant_choose(&settings, circuit_kinds, "file");
    const Block *block = &settings.kind->block;
    setting_parse(block_find(block, "file"),
                  setting_value(block_find(block, "file"), settings.settings), "weights.csv", "",
                  &error);
    fuzz_expect(circuit_build(&settings, &circuit, &error), &error);
    block_finish(block, settings.settings);
    release(settings.settings);
}

const FuzzTarget fuzz_matrix = {"matrix", NULL, take_matrix};

// A table that was read is printed in each style.
static void take_table(const uint8_t *data, size_t size) {
    static FILE *nowhere;
    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    Error error = {0};
    OWNED char *text = allocate(size + 1, 1);
    memcpy(text, data, size);
    TextTable *table = text_table_parse_csv(text, "table.csv", &error);
    fuzz_expect(table != NULL, &error);
    for (int style = TABLE_ALIGNED; table && style <= TABLE_CSV; style++)
        text_table_print(nowhere, table, (TableStyle)style);
    if (table)
        text_table_free(table);
}

const FuzzTarget fuzz_table = {"table", NULL, take_table};

static void take_history(const uint8_t *data, size_t size) {
    HistoryTable table;
    Error error = {0};
    fuzz_write("run/history.csv", data, size);
    fuzz_expect(history_table_read(&table, "run", &error), &error);
    history_table_free(&table);
}

const FuzzTarget fuzz_history = {"history", fuzz_write_run, take_history};
