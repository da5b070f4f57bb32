// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/run_index.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/json_value.h"
#include "files/rundir.h"
#include "files/text_table.h"
#include "run/progress.h"

#include <math.h>
#include <string.h>

void run_index_begin(RunIndex *index, const RunPlan *plan, size_t first, const char *folder) {
    *index = (RunIndex){.plan = plan,
                        .folder = folder,
                        .row = allocate(plan->count + 1, sizeof(RunIndexRow))};
    for (size_t i = first; i < plan->count; i++)
        index->row[i].noted = true;
}

void run_index_free(RunIndex *index) {
    for (size_t i = 0; index->row && i < index->plan->count; i++) {
        json_decref(index->row[i].about);
        measured_run_free(&index->row[i].run);
    }
    release(index->row);
    *index = (RunIndex){0};
}

bool run_index_take(RunIndex *index, size_t run, bool failed, Error *error) {
    static const Choice last = {NULL, NULL, -1, false};
    RunIndexRow *row = &index->row[run];
    OWNED char *path = planned_run_path(&index->plan->run[run], index->folder);
    measured_run_free(&row->run);
    json_decref(row->about);
    row->about = NULL;
    row->failed = failed;
    index->stale = true;
    if (!rundir_is_run(path))
        return true;
    row->about = rundir_read_json(path, "run.json", false, error);
    return row->about && (strcmp(json_text(row->about, "status"), "finished") != 0 ||
                          measured_run_read(&row->run, path, &last, error));
}

void run_index_take_finished(RunIndex *index) {
    for (size_t i = 0; i < index->plan->count; i++)
        if (index->row[i].noted &&
            planned_run_state(&index->plan->run[i], index->folder) == PLANNED_FINISHED)
            run_index_take(index, i, false, NULL);
}

// The names of every number of any run, in the order of first occurrence; the caller releases the
// array.
static const char **numbers_of(const RunIndex *index, size_t *n) {
    const char **names = NULL;
    *n = 0;
    for (size_t i = 0; i < index->plan->count; i++)
        for (size_t k = 0; index->row[i].noted && k < index->row[i].run.numbers; k++)
            names_add(&names, n, index->row[i].run.number[k].name);
    return names;
}

static void put_row(TextTable *table, const RunIndex *index, size_t i, const char *const *numbers,
                    size_t n) {
    const PlannedRun *planned = &index->plan->run[i];
    const RunIndexRow *row = &index->row[i];
    text_table_cell(table, "%s", planned->name);
    for (size_t k = 0; k < index->plan->labels; k++)
        text_table_cell(table, "%s", planned->label[k]);
    text_table_cell(table, "%s",
                    row->failed  ? "failed"
                    : row->about ? json_text(row->about, "status")
                                 : "waiting");
    text_table_cell(table, "%lld", json_integer_value(json_object_get(row->about, "iteration")));
    text_table_cell(table, "%s", json_text(row->about, "weights"));
    for (size_t k = 0; k < n; k++) {
        const MeasuredNumber *number = measured_run_find(&row->run, numbers[k], -1);
        text_table_number(table, number ? number->value : (double)NAN);
    }
}

static void print_index(FILE *file, const void *what) {
    const RunIndex *index = what;
    size_t n;
    OWNED const char **numbers = numbers_of(index, &n);
    TextTable *table = text_table_new();
    text_table_column(table, "run", false);
    for (size_t k = 0; k < index->plan->labels; k++)
        text_table_column(table, index->plan->label_name[k], false);
    text_table_column(table, "status", false);
    text_table_column(table, "iteration", true);
    text_table_column(table, "weights", false);
    for (size_t k = 0; k < n; k++)
        text_table_column(table, numbers[k], true);
    for (size_t i = 0; i < index->plan->count; i++)
        if (index->row[i].noted)
            put_row(table, index, i, numbers, n);
    text_table_print(file, table, TABLE_CSV);
    text_table_free(table);
}

bool run_index_write(RunIndex *index, Error *error) {
    index->written = clock_seconds();
    index->stale = false;
    return rundir_replace(index->folder, "index.csv", print_index, index, error);
}

void run_index_refresh(RunIndex *index) {
    if (index->stale && clock_seconds() - index->written > 1)
        run_index_write(index, NULL);
}
