// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/measured_run.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "records/analysis_record.h"
#include "records/measures_json.h"
#include "run/saved_run.h"

#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool chosen(const Choice *choice, const char *name) {
    if (choice->only == NULL)
        return true;
    for (const char *part = choice->only; *part;) {
        size_t length = strcspn(part, ",");
        OWNED char *pattern = format_text("%.*s", (int)length, part);
        if (fnmatch(pattern, name, 0) == 0)
            return true;
        part += length + (part[length] == ',');
    }
    return false;
}

static void add(MeasuredRun *run, const Choice *choice, MeasuredNumber number) {
    if (!chosen(choice, number.name)) {
        release(number.name);
        return;
    }
    run->number = allocate_one_more(run->number, run->numbers, sizeof *run->number);
    run->number[run->numbers++] = number;
}

static const char *note_of(const json_t *number) {
    const char *undefined = json_text(number, "undefined");
    return undefined[0] ? undefined : json_text(number, "warning");
}

static void add_entry(MeasuredRun *run, const Choice *choice, const char *measure,
                      const char *iteration, json_t *entry, json_t *last) {
    const char *name;
    json_t *number, *alike = json_object_get(json_object_get(last, "similarity"), iteration);
    json_object_foreach(json_object_get(entry, "numbers"), name, number) {
        const json_t *interval = json_object_get(number, "interval");
        add(run, choice,
            (MeasuredNumber){format_text("%s/%s", measure, name), measure, name, atoll(iteration),
                             json_number_or_nan(json_object_get(number, "value")),
                             json_number_or_nan(json_array_get(interval, 0)),
                             json_number_or_nan(json_array_get(interval, 1)),
                             json_text(number, "unit"), json_text(number, "definition"),
                             note_of(number)});
    }
    if (alike && (choice->series || choice->at >= 0))
        add(run, choice,
            (MeasuredNumber){format_text("%s/similarity.last", measure), measure, "similarity.last",
                             atoll(iteration), json_number_or_nan(alike), (double)NAN, (double)NAN,
                             "1", "similarity of the map to that of the last iteration measured",
                             ""});
}

static int by_iteration(const void *a, const void *b) {
    long long x = atoll(*(char *const *)a), y = atoll(*(char *const *)b);
    return (x > y) - (x < y);
}

static void add_measure(MeasuredRun *run, const Choice *choice, const char *name, json_t *measure) {
    json_t *series = json_object_get(measure, "series"), *entry;
    size_t n = json_object_size(series), k = 0;
    OWNED const char **keys = allocate(n + 1, sizeof *keys);
    const char *key;
    json_object_foreach(series, key, entry) keys[k++] = key;
    qsort(keys, n, sizeof *keys, by_iteration);
    for (size_t i = 0; i < n; i++)
        if (choice->series || (choice->at < 0 ? i + 1 == n : atoll(keys[i]) == choice->at))
            add_entry(run, choice, name, keys[i], json_object_get(series, keys[i]),
                      json_object_get(series, keys[n - 1]));
}

static void add_measures(MeasuredRun *run, const Choice *choice) {
    const char *name;
    json_t *measure;
    json_object_foreach(run->measures, name, measure) {
        if (choice->measure == NULL || strcmp(choice->measure, name) == 0)
            add_measure(run, choice, name, measure);
    }
}

// Adds the numbers of a circuit's studies, which have no iteration.
static void add_findings(MeasuredRun *run, const Choice *choice) {
    const char *study, *name;
    json_t *found, *number;
    json_object_foreach(run->findings, study, found) {
        json_t *meanings = json_object_get(found, "meanings");
        if (choice->measure && strcmp(choice->measure, study) != 0)
            continue;
        json_object_foreach(json_object_get(found, "numbers"), name, number)
            add(run, choice,
                (MeasuredNumber){format_text("%s/%s", study, name), study, name, 0,
                                 json_number_or_nan(number), (double)NAN, (double)NAN, "",
                                 json_text(meanings, name), ""});
    }
}

// A run that says that it is running, and at which no program works, was killed.
static bool fail_as_unfinished(const char *folder, const char *status, Error *error) {
    bool busy = rundir_is_busy(folder), running = strcmp(status, "running") == 0;
    OWNED char *remedy = saved_run_remedy(folder);
    return fail(error, "%s: is not finished (%s); --at takes an iteration that it measured%s%s",
                folder, running && !busy ? "killed" : status, busy ? "" : "; ", busy ? "" : remedy);
}

static bool read_status(MeasuredRun *run, const Choice *choice, Error *error) {
    run->about = rundir_read_json(run->folder, "run.json", false, error);
    const char *status = json_string_value(json_object_get(run->about, "status"));
    json_t *seed = json_object_get(run->about, "seed");
    run->seed = json_integer_value(seed);
    if (run->about == NULL)
        return false;
    if (status == NULL || !json_is_integer(seed))
        return fail(error, "%s/run.json: has no status and seed of a run of a network",
                    run->folder);
    return choice->at >= 0 || strcmp(status, "finished") == 0 ||
           fail_as_unfinished(run->folder, status, error);
}

bool measured_run_read(MeasuredRun *run, const char *folder, const Choice *choice, Error *error) {
    *run = (MeasuredRun){.folder = copy_text(folder)};
    OWNED char *index = rundir_path(folder, "index.csv");
    if (!rundir_is_run(folder) && !ordinary_file_is_absent(index))
        return fail_in_command(
            error,
            "%s: is the folder of a sweep, a replication or a fit; name runs in it, as %s/*-1; "
            "`pinwheel report` shows all of a sweep",
            folder, folder);
    if (!rundir_is_run(folder))
        return rundir_fail_as_no_run(folder, error);
    if (!read_status(run, choice, error) ||
        !(run->config = rundir_read_text(folder, "config.cfg", error)) ||
        !(run->measures = measures_json_read(folder, error)) ||
        !(run->findings = findings_json_read(folder, error)))
        return false;
    add_measures(run, choice);
    add_findings(run, choice);
    return true;
}

bool measured_run_read_numbers(MeasuredRun *run, const char *folder, Error *error) {
    const Choice everything = {.at = 0, .series = true};
    *run = (MeasuredRun){.folder = copy_text(folder),
                         .config = copy_text(""),
                         .measures = measures_json_read(folder, error),
                         .findings = json_object()};
    if (run->measures)
        add_measures(run, &everything);
    return run->measures != NULL;
}

bool measured_run_read_analysis(MeasuredRun *run, const char *folder, Error *error) {
    json_t *about = analysis_record_about(folder, error);
    if (!measured_run_read_numbers(run, folder, about ? error : NULL) || about == NULL) {
        json_decref(about);
        return false;
    }
    run->about = about;
    run->seed = json_integer_value(json_object_get(about, "seed"));
    return true;
}

void measured_run_free(MeasuredRun *run) {
    for (size_t i = 0; i < run->numbers; i++)
        release(run->number[i].name);
    release(run->number);
    json_decref(run->about);
    json_decref(run->measures);
    json_decref(run->findings);
    release(run->config);
    release(run->folder);
    *run = (MeasuredRun){0};
}

const MeasuredNumber *measured_run_find(const MeasuredRun *run, const char *name,
                                        int64_t iteration) {
    for (size_t i = 0; i < run->numbers; i++)
        if ((iteration < 0 || run->number[i].iteration == iteration) &&
            strcmp(run->number[i].name, name) == 0)
            return &run->number[i];
    return NULL;
}

Suggestion measured_run_suggestion(const MeasuredRun *run, const char *name) {
    OWNED const char **names = allocate(run->numbers + 1, sizeof *names);
    for (size_t i = 0; i < run->numbers; i++)
        names[i] = run->number[i].name;
    return suggestion("", name, names, run->numbers);
}

bool measured_number_is_pure(const MeasuredNumber *number) {
    return number->unit[0] == '\0' || strcmp(number->unit, "1") == 0;
}

char *measured_number_title(const MeasuredNumber *number) {
    bool pure = measured_number_is_pure(number);
    return format_text("%s%s%s", number->name, pure ? "" : ", ", pure ? "" : number->unit);
}

bool definition_is_binary(const char *definition) {
    static const char ending[] = ", else 0"; // see results.h
    size_t length = strlen(definition), n = strlen(ending);
    return length >= n && strcmp(definition + length - n, ending) == 0;
}

static bool has_measure(const RunMeasures *measures, const char *name) {
    for (size_t k = 0; k < measures->count; k++)
        if (strcmp(measures->measure[k].name, name) == 0)
            return true;
    return false;
}

void run_measures_add(RunMeasures *measures, const MeasuredRun *run) {
    const char *name;
    json_t *measure;
    json_object_foreach(run->measures, name, measure) {
        if (has_measure(measures, name))
            continue;
        measures->measure =
            allocate_one_more(measures->measure, measures->count, sizeof *measures->measure);
        measures->measure[measures->count++] =
            (RunMeasure){name, measure_kind(json_text(measure, "kind"))};
    }
}
