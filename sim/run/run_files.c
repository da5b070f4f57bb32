// SPDX-License-Identifier: GPL-3.0-or-later
// The small files of a run directory: config.cfg, run.json and history.csv.
#include "run/run.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/provenance.h"
#include "files/replacement.h"
#include "files/rundir.h"
#include "run/history.h"
#include "run/plugin.h"

#include <errno.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

static void write_config(FILE *file, const void *what) {
    const Run *run = what;
    fprintf(
        file,
        "# Every setting of this run; where it is not the default, the default stands beside it.\n"
        "# Running this file again gives the same bits. pinwheel %s, commit %s.\n\n%s",
        PINWHEEL_VERSION, provenance_commit(), run->memory.config);
}

bool run_write_config(const Run *run, Error *error) {
    return rundir_replace(run->folder, "config.cfg", write_config, run, error);
}

// The earlier sessions of this run; a session is one call of run or resume.
static json_t *other_sessions(const Run *run) {
    // The list begins anew where run.json is missing or damaged.
    json_auto_t *old = rundir_read_json(run->folder, "run.json", true, NULL);
    json_t *kept = json_array(), *session;
    size_t i;
    json_array_foreach(json_object_get(old, "sessions"), i, session) {
        const char *started = json_string_value(json_object_get(session, "started"));
        json_int_t from = json_integer_value(json_object_get(session, "from_iteration"));
        if (started == NULL || strcmp(started, run->started) != 0 || from != run->started_at)
            json_array_append(kept, session);
    }
    return kept;
}

// For each sheet with a tolerance: the presentations in which it settled, and the mean number of
// activations over all presentations.
static json_t *settling_json(const Run *run) {
    json_t *sheets = json_object();
    int64_t n = run->network->presentation;
    for (size_t i = 0; i < run->network->sheets; i++) {
        const Sheet *sheet = &run->network->sheet[i];
        const SettlingCount *count = &run->memory.settling[i];
        if (sheet_has_tolerance(sheet) && n > 0)
            json_object_set_new(sheets, sheet->name,
                                json_pack("{s:I, s:f}", "settled", (json_int_t)count->settled,
                                          "mean_steps", (double)count->steps / (double)n));
    }
    return sheets;
}

static json_t *host_kinds(void) {
    OWNED_BY(text_list_finish) TextList names = plugins_host_kinds();
    json_t *kinds = json_array();
    for (size_t i = 0; i < names.count; i++)
        json_array_append_new(kinds, json_string(names.items[i]));
    return kinds;
}

bool run_write_status(const Run *run, const char *status, const char *reason, Error *error) {
    json_t *sessions = other_sessions(run);
    char now[WALL_TIME_SIZE];
    wall_time(now);
    json_auto_t *json = provenance_program(run->network->kernels->name);
    json_auto_t *state = json_pack(
        "{s:s, s:o, s:I, s:I, s:I, s:o, s:i, s:s, s:s, s:s, s:f, s:f}", "status", status, "reason",
        json_of_text(reason), "iteration", (json_int_t)run->network->presentation, "iterations",
        (json_int_t)run->experiment->iterations, "seed", (json_int_t)run->experiment->network.seed,
        "command", json_of_text(run->command), "threads", omp_get_max_threads(), "started",
        run->started, "written", now, "title", run->experiment->title, "seconds",
        clock_seconds() - run->clock, "peak_memory_megabytes", (double)peak_memory() / 1e6);
    json_object_update(json, state);
    if (run->hash) {
        OWNED char *hash = format_text("%016llx", (unsigned long long)run->hash);
        json_object_set_new(json, "weights", json_string(hash));
    }
    if (!network_check_activity(run->network, NULL))
        json_object_set_new(json, "diverged", json_true());
    json_object_set_new(json, "settling", settling_json(run));
    json_object_set(json, "inputs", run->inputs);
    json_t *kinds = host_kinds();
    if (json_array_size(kinds) > 0)
        json_object_set(json, "host_kinds", kinds);
    json_decref(kinds);
    json_array_append_new(
        sessions, json_pack("{s:o, s:s, s:s, s:I, s:I}", "command", json_of_text(run->command),
                            "commit", provenance_commit(), "started", run->started,
                            "from_iteration", (json_int_t)run->started_at, "to_iteration",
                            (json_int_t)run->network->presentation));
    json_object_set_new(json, "sessions", sessions);
    return rundir_replace_json(run->folder, "run.json", json, error);
}

// Adds the row of the interval to history.csv.
static bool write_row(const Run *run, Error *error) {
    OWNED char *path = rundir_path(run->folder, "history.csv");
    FILE *file = replacement_append(path, error);
    if (file == NULL)
        return false;
    bool ok = fseek(file, 0, SEEK_END) == 0;
    if (ok) {
        if (ftell(file) == 0)
            history_write_header(file, run->network);
        history_write_row(file, run->network, run->memory.sums, run->memory.interval);
        ok = !ferror(file);
    }
    ok = fclose(file) == 0 && ok;
    return ok || fail(error, "%s: cannot be written: %s", path, strerror(errno));
}

bool run_add_history(Run *run, Error *error) {
    if (run->folder && !write_row(run, error))
        return false;
    run->memory.interval = 0;
    memset(run->memory.sums, 0, run->memory.sum_count * sizeof *run->memory.sums);
    return true;
}

typedef struct {
    const char *old; // the file as it was
    const Network *network;
    int64_t last;
} Rewinding;

// Every whole row below the header begins with its iteration.
static bool check_rows(const char *path, const char *text, Error *error) {
    size_t row = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1, row++) {
        size_t digits = strspn(text, "0123456789");
        if (row > 0 && (digits == 0 || text[digits] != ','))
            return fail(error, "%s: is damaged: row %zu begins with no iteration", path, row);
    }
    return true;
}

// Cell k of a line and its length; NULL: the line has fewer.
static const char *cell_of(const char *line, size_t k, int *length) {
    for (; k > 0; k--) {
        line += strcspn(line, ",\n");
        if (*line++ != ',')
            return NULL;
    }
    *length = (int)strcspn(line, ",\n");
    return line;
}

// The cell of a row whose column has that name in the header; "nan" where there is none.
static const char *named_cell(const char *header, const char *row, const char *name, int *length) {
    const char *known;
    int wanted = *length;
    for (size_t k = 0; (known = cell_of(header, k, length)); k++)
        if (*length == wanted && strncmp(known, name, (size_t)wanted) == 0)
            return cell_of(row, k, length);
    *length = 3;
    return "nan";
}

// Writes a row of the old file under the present header.
static void copy_row(FILE *file, const char *header, const char *old, const char *row) {
    const char *name;
    int length;
    for (size_t k = 0; (name = cell_of(header, k, &length)); k++) {
        const char *cell = named_cell(old, row, name, &length);
        fprintf(file, "%s%.*s", k > 0 ? "," : "", cell ? length : 0, cell ? cell : "");
    }
    fputc('\n', file);
}

// An older version may have written other columns.
static void copy_rows(FILE *file, const void *what) {
    const Rewinding *rewinding = what;
    char *header = NULL;
    size_t size = 0;
    FILE *text = open_memstream(&header, &size);
    history_write_header(text, rewinding->network);
    fclose(text);
    fputs(header, file);
    const char *line = strchr(rewinding->old, '\n');
    bool same = strncmp(rewinding->old, header, size) == 0;
    // A kill or a full disk may have cut the last line short.
    for (const char *end; line && (end = strchr(++line, '\n')); line = end) {
        bool kept = atoll(line) <= rewinding->last;
        if (kept && same)
            fprintf(file, "%.*s", (int)(end - line + 1), line);
        else if (kept)
            copy_row(file, header, rewinding->old, line);
    }
    free(header);
}

bool run_rewind_history(const Run *run, int64_t last, Error *error) {
    OWNED char *path = rundir_path(run->folder, "history.csv");
    if (ordinary_file_is_absent(path))
        return true;
    size_t size;
    OWNED unsigned char *old = ordinary_file_read(path, "a history", &size, error);
    Rewinding rewinding = {(const char *)old, run->network, last};
    return old && check_rows(path, rewinding.old, error) &&
           ordinary_file_replace(path, copy_rows, &rewinding, error);
}
