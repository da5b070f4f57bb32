// SPDX-License-Identifier: GPL-3.0-or-later
#include "sweep_index.h"

#include "memory.h"
#include "rundir.h"
#include "text_table.h"

#include <math.h>
#include <string.h>

// The numbers that any run has, each a column, in the order in which they first come.
typedef struct {
    size_t count;
    const char **name; // borrowed from the runs
} Columns;

void sweep_index_begin(SweepIndex *index, const SweepPlan *plan, const char *folder) {
    *index = (SweepIndex){plan, folder, allocate(plan->points + 1, sizeof(SweepRow))};
    for (size_t i = 0; i < plan->points; i++)
        index->row[i] = (SweepRow){.status = copy_text("waiting"), .weights = copy_text("")};
}

void sweep_index_free(SweepIndex *index) {
    for (size_t i = 0; index->row && i < index->plan->points; i++) {
        release(index->row[i].status);
        release(index->row[i].weights);
        measured_run_free(&index->row[i].run);
    }
    release(index->row);
    *index = (SweepIndex){0};
}

static void set_text(char **kept, const char *text) {
    char *copy = copy_text(text ? text : "");
    release(*kept);
    *kept = copy;
}

// Takes status, iteration and weights from run.json.
static bool read_status(SweepRow *row, const char *path, Error *error) {
    char *file = rundir_path(path, "run.json");
    json_t *json = rundir_read_json(file, false, error);
    if (json) {
        set_text(&row->status, json_string_value(json_object_get(json, "status")));
        set_text(&row->weights, json_string_value(json_object_get(json, "weights")));
        row->iteration = json_integer_value(json_object_get(json, "iteration"));
    }
    bool ok = json != NULL;
    json_decref(json);
    release(file);
    return ok;
}

bool sweep_index_take(SweepIndex *index, size_t point, bool failed, Error *error) {
    static const Choice last = {NULL, NULL, -1, false};
    const SweepPlan *plan = index->plan;
    SweepRow *row = &index->row[point];
    char *path = planned_run_path(&plan->runs.run[plan->developments + point], index->folder);
    bool ok = true;
    measured_run_free(&row->run);
    if (rundir_is_run(path)) {
        ok = read_status(row, path, error);
        if (ok && strcmp(row->status, "finished") == 0)
            ok = measured_run_read(&row->run, path, &last, error);
    }
    if (failed)
        set_text(&row->status, "failed");
    release(path);
    return ok;
}

static Columns find_columns(const SweepIndex *index) {
    Columns columns = {0};
    for (size_t i = 0; i < index->plan->points; i++)
        for (size_t k = 0; k < index->row[i].run.numbers; k++) {
            const char *name = index->row[i].run.number[k].name;
            size_t c = 0;
            while (c < columns.count && strcmp(columns.name[c], name) != 0)
                c++;
            if (c < columns.count)
                continue;
            columns.name = allocate_one_more(columns.name, columns.count, sizeof *columns.name);
            columns.name[columns.count++] = name;
        }
    return columns;
}

static void add_columns(TextTable *table, const SweepPlan *plan, const Columns *columns) {
    text_table_column(table, "run", false);
    text_table_column(table, "condition", false);
    text_table_column(table, "seed", true);
    for (size_t k = 0; k < plan->settings; k++)
        text_table_column(table, plan->path[k], true);
    text_table_column(table, "status", false);
    text_table_column(table, "iteration", true);
    text_table_column(table, "weights", false);
    for (size_t k = 0; k < columns->count; k++)
        text_table_column(table, columns->name[k], true);
}

static void put_row(TextTable *table, const SweepIndex *index, size_t i, const Columns *columns) {
    const SweepPlan *plan = index->plan;
    const SweepPoint *point = &plan->point[i];
    const SweepRow *row = &index->row[i];
    text_table_cell(table, "%s", plan->runs.run[plan->developments + i].name);
    text_table_cell(table, "%s", point->condition);
    text_table_cell(table, "%lld", (long long)point->seed);
    for (size_t k = 0; k < plan->settings; k++)
        text_table_cell(table, "%s", point->value[k]);
    text_table_cell(table, "%s", row->status);
    text_table_cell(table, "%lld", (long long)row->iteration);
    text_table_cell(table, "%s", row->weights);
    for (size_t k = 0; k < columns->count; k++) {
        const MeasuredNumber *number = measured_run_find(&row->run, columns->name[k], -1);
        if (number && isfinite(number->value))
            text_table_cell(table, "%.12g", number->value);
        else
            text_table_cell(table, "%s", "");
    }
}

static void print_index(FILE *file, const void *what) {
    const SweepIndex *index = what;
    Columns columns = find_columns(index);
    TextTable *table = text_table_new();
    add_columns(table, index->plan, &columns);
    for (size_t i = 0; i < index->plan->points; i++)
        put_row(table, index, i, &columns);
    text_table_print(file, table, TABLE_CSV);
    text_table_free(table);
    release(columns.name);
}

bool sweep_index_write(const SweepIndex *index, Error *error) {
    char *path = rundir_path(index->folder, "index.csv");
    bool ok = rundir_replace(path, print_index, index, error);
    release(path);
    return ok;
}
