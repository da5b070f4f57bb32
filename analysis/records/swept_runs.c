// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/swept_runs.h"

#include "base/memory.h"
#include "base/names.h"
#include "base/whole_number.h"
#include "files/json_value.h"
#include "files/rundir.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool swept_runs_is_sweep(const char *folder) {
    OWNED char *path = rundir_path(folder, "sweep.json");
    return access(path, F_OK) == 0;
}

// The places of the columns in an index. The columns of the settings lie between seed and status.
typedef struct {
    size_t run, condition, seed, status;
} IndexColumns;

// False if the table is not the index of a sweep, or has no run.
static bool find_columns(const TextTable *index, IndexColumns *at) {
    *at = (IndexColumns){text_table_find(index, "run"), text_table_find(index, "condition"),
                         text_table_find(index, "seed"), text_table_find(index, "status")};
    return index->cells > 0 && at->run < index->columns && at->condition < index->columns &&
           at->seed < at->status && at->status < index->columns;
}

static bool check_seeds(const TextTable *index, size_t seed, const char *path, Error *error) {
    int64_t number;
    for (size_t k = seed; k < index->cells; k += index->columns)
        if (!whole_number(index->cell[k], &number))
            return fail(error, "%s: is damaged: the seed of row %zu is no number", path,
                        k / index->columns + 1);
    return true;
}

static bool read_index(SweptRuns *runs, IndexColumns *at, Error *error) {
    OWNED char *path = rundir_path(runs->folder, "index.csv");
    if (access(path, F_OK) != 0)
        return fail(error,
                    "%s: is the folder of a sweep without its index.csv; write it with: pinwheel "
                    "sweep FILE -o %s",
                    runs->folder, runs->folder);
    OWNED char *text = rundir_read_text(runs->folder, "index.csv", error);
    runs->index = text ? text_table_parse_csv(text, path, error) : NULL;
    if (runs->index && !find_columns(runs->index, at)) {
        text_table_free(runs->index);
        runs->index = NULL;
        fail(error, "%s: is not the index of a sweep, or has no run", path);
    }
    return runs->index && check_seeds(runs->index, at->seed, path, error);
}

// Why a run did not finish; owned by the caller.
static char *reason_of(const char *path, const char *status) {
    json_auto_t *json = rundir_read_json(path, "run.json", true, NULL);
    const char *reason = json_text(json, "reason");
    if (reason[0])
        return format_text("%s: %s", status, reason);
    return copy_text(strcmp(status, "failed") == 0
                         ? "failed, and left no reason; sweep --again reports it"
                         : status);
}

static void read_run(SweptRun *run) {
    static const Choice last = {NULL, NULL, -1, false};
    OWNED_BY(error_clear) Error error = {0};
    if (strcmp(run->status, "finished") != 0)
        run->reason = reason_of(run->path, run->status);
    else if (measured_run_read(&run->measured, run->path, &last, &error) &&
             picture_index_read(&run->pictures, run->path, &error))
        run->reason = copy_text("");
    else
        run->reason = copy_text(error.text);
    run->damaged = error.count > 0 && rundir_is_run(run->path);
}

// Reads sweep.cfg if it can be read. It gives only the title and the scales of drawn settings, so a
// page can do without it.
static void read_file(SweptRuns *runs) {
    OWNED char *path = rundir_path(runs->folder, "sweep.cfg");
    sweep_settings_load(&runs->file, path, NULL);
}

bool swept_runs_read(SweptRuns *runs, const char *folder, Error *error) {
    *runs = (SweptRuns){.folder = rundir_plain(folder)};
    read_file(runs);
    IndexColumns at = {0};
    if (!read_index(runs, &at, error))
        return false;
    const TextTable *index = runs->index;
    runs->settings = at.status - at.seed - 1;
    runs->path = (const char *const *)index->name + at.seed + 1;
    runs->count = index->cells / index->columns;
    runs->run = allocate(runs->count, sizeof *runs->run);
    for (size_t i = 0; i < runs->count; i++) {
        const char *const *cell = (const char *const *)index->cell + i * index->columns;
        runs->run[i] = (SweptRun){.name = cell[at.run],
                                  .condition = cell[at.condition],
                                  .status = cell[at.status],
                                  .value = cell + at.seed + 1,
                                  .seed_text = cell[at.seed],
                                  .seed = atoll(cell[at.seed]),
                                  .path = rundir_path(runs->folder, cell[at.run])};
        read_run(&runs->run[i]);
        run_measures_add(&runs->measures, &runs->run[i].measured);
    }
    return true;
}

void swept_runs_free(SweptRuns *runs) {
    for (size_t i = 0; i < runs->count; i++) {
        measured_run_free(&runs->run[i].measured);
        picture_index_free(&runs->run[i].pictures);
        release(runs->run[i].reason);
        release(runs->run[i].path);
    }
    release(runs->run);
    release(runs->measures.measure);
    if (runs->index)
        text_table_free(runs->index);
    sweep_settings_free(&runs->file);
    release(runs->folder);
    *runs = (SweptRuns){0};
}

bool swept_run_is_finished(const SweptRun *run) {
    return run->reason[0] == '\0';
}

bool swept_runs_are_whole(const SweptRuns *runs, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < runs->count; i++)
        if (runs->run[i].damaged)
            ok = fail(error, "%s", runs->run[i].reason);
    return ok;
}

size_t swept_runs_finished(const SweptRuns *runs) {
    size_t n = 0;
    for (size_t i = 0; i < runs->count; i++)
        n += swept_run_is_finished(&runs->run[i]);
    return n;
}

const MeasuredNumber *swept_run_number(const SweptRun *run, const char *name) {
    return swept_run_is_finished(run) ? measured_run_find(&run->measured, name, -1) : NULL;
}

const MeasuredNumber *swept_runs_number(const SweptRuns *runs, const char *name) {
    const MeasuredNumber *found = NULL;
    for (size_t i = 0; found == NULL && i < runs->count; i++)
        found = swept_run_number(&runs->run[i], name);
    return found;
}
