// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/command_result.h"

#include "base/memory.h"
#include "base/shell_word.h"
#include "base/talk.h"
#include "base/utf8.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "measure/measure.h"
#include "records/measures_json.h"
#include "run/checkpoint.h"
#include "run/progress.h"
#include "run/unrest.h"
#include "verbs/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The entry of a measure's series at iteration `at`, or for -1 at the last.
static json_t *entry_at(json_t *measure, long long at, const char **iteration) {
    json_t *series = json_object_get(measure, "series"), *entry, *last = NULL;
    const char *key;
    long long highest = -1;
    json_object_foreach(series, key, entry) {
        if (at < 0 ? atoll(key) > highest : atoll(key) == at) {
            highest = atoll(key);
            *iteration = key;
            last = entry;
        }
    }
    return last;
}

// Prints a line with texts of a file that may come from elsewhere.
static void __attribute__((format(printf, 1, 2))) print_line(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    OWNED char *line = format_arguments(format, arguments), *shown = utf8_printable(line);
    va_end(arguments);
    puts(shown);
}

static void print_number(const char *name, const json_t *number) {
    const char *unit = json_string_value(json_object_get(number, "unit"));
    const json_t *value = json_object_get(number, "value");
    const char *undefined = json_string_value(json_object_get(number, "undefined"));
    const char *warning = json_string_value(json_object_get(number, "warning"));
    bool pure = unit == NULL || strcmp(unit, "1") == 0;
    if (json_is_number(value))
        print_line("  %-32s %10.4g %s%s%s%s", name, json_number_value(value), pure ? "" : unit,
                   warning ? "  (" : "", warning ? warning : "", warning ? ")" : "");
    else
        print_line("  %-32s  undefined (%s)", name, undefined ? undefined : "not a number");
}

static void print_numbers(json_t *measure, json_t *numbers, const char *iteration, const char *name,
                          bool headlines) {
    const char *kind_name = json_string_value(json_object_get(measure, "kind")), *key;
    const MeasureKind *kind = kind_name ? measure_kind(kind_name) : NULL;
    json_t *number;
    if (json_object_size(numbers) == 0 || (headlines && (kind == NULL || kind->headline == NULL)))
        return;
    print_line("%s (iteration %s)", name, iteration);
    if (!headlines)
        json_object_foreach(numbers, key, number) print_number(key, number);
    for (const char *const *line = headlines ? kind->headline : NULL; line && *line; line++)
        if ((number = json_object_get(numbers, *line)))
            print_number(*line, number);
}

// Prints, once each, the warnings of other measurements of a series that the numbers shown lack.
static void print_other_warnings(json_t *measure, json_t *shown, const char *name) {
    json_auto_t *told = json_object();
    json_t *number, *entry;
    const char *key, *iteration;
    json_object_foreach(shown, key, number)
        json_object_set_new(told, json_text(number, "warning"), json_null());
    json_object_foreach(json_object_get(measure, "series"), iteration, entry) {
        json_object_foreach(json_object_get(entry, "numbers"), key, number) {
            const char *warning = json_text(number, "warning");
            if (warning[0] && !json_object_get(told, warning))
                print_line("  warning at iteration %s of %s: %s", iteration, name, warning);
            json_object_set_new(told, warning, json_null());
        }
    }
}

void command_print_json(const json_t *json, int digits) {
    json_dumpf(json, stdout, JSON_INDENT(2) | (size_t)JSON_REAL_PRECISION(digits));
    printf("\n");
}

bool command_print_measures(const char *folder, int64_t at, PrintMeasures how, Error *error) {
    json_auto_t *all = measures_json_read(folder, error), *picked = json_object();
    json_t *measure;
    const char *name;
    if (all == NULL)
        return false;
    json_object_foreach(all, name, measure) {
        const char *iteration = NULL;
        json_t *numbers = json_object_get(entry_at(measure, at, &iteration), "numbers");
        if (iteration == NULL)
            continue;
        json_object_set_new(
            picked, name,
            json_pack("{s:I, s:O}", "iteration", (json_int_t)atoll(iteration), "numbers", numbers));
        if (how == PRINT_JSON)
            continue;
        print_numbers(measure, numbers, iteration, name, how == PRINT_HEADLINES);
        if (at < 0)
            print_other_warnings(measure, numbers, name);
    }
    if (how == PRINT_JSON)
        command_print_json(picked, 10);
    return true;
}

static void report_settling(const Run *run) {
    int64_t n = run->network->presentation;
    for (size_t i = 0; i < run->network->sheets; i++) {
        const Sheet *sheet = &run->network->sheet[i];
        const SettlingCount *count = &run->memory.settling[i];
        if (sheet_has_tolerance(sheet) && n > 0)
            talk("%s settled in %lld of %lld presentations, in %.1f steps on average", sheet->name,
                 (long long)count->settled, (long long)n, (double)count->steps / (double)n);
    }
}

// Says where the results are; a run that measured nothing has neither maps nor numbers.
static void report_files(const char *folder) {
    OWNED char *maps = rundir_path(folder, "maps"), *numbers = rundir_path(folder, "measures.json"),
               *text = copy_text("");
    if (!ordinary_file_is_absent(maps))
        text_append(&text, "maps: %s/*.png   ", maps);
    if (!ordinary_file_is_absent(numbers))
        text_append(&text, "numbers: %s   ", numbers);
    talk("%ssettings: %s/config.cfg", text, folder);
}

static void report_warnings(const Run *run) {
    Error found = {0};
    silence_warnings(&run->silence, run->network, &found);
    unrest_warnings(run->network, &found);
    talk_lines("warning", &found);
}

static void report_failure(const Run *run) {
    OWNED char *path = rundir_path(run->folder, "checkpoint.h5"), *kept = NULL;
    int64_t last = checkpoint_iteration(path);
    if (!run->saved)
        kept = last < 0 ? copy_text(" not saved, and there is no checkpoint")
                        : format_text(" not saved, and the last checkpoint is of iteration %lld",
                                      (long long)last);
    talk("the run failed at iteration %lld; its state there was%s; its files are in %s",
         (long long)run->network->presentation, kept ? kept : " saved", run->folder);
}

int command_result(const Run *run, RunStatus status, Error *error) {
    double seconds = clock_seconds() - run->clock;
    int64_t done = run->network->presentation, presented = done - run->started_at;
    if (status == RUN_FAILED) {
        report_failure(run);
        return EXIT_FAILED;
    }
    if (status == RUN_FINISHED) {
        talk("finished: %lld iterations in %.1f s (%.0f per second), weights %016llx",
             (long long)presented, seconds, seconds > 0 ? (double)presented / seconds : 0,
             (unsigned long long)run->hash);
        report_settling(run);
        report_warnings(run);
        if (!command_print_measures(run->folder, -1, PRINT_HEADLINES, error))
            return EXIT_FAILED;
        report_files(run->folder);
        return EXIT_DONE;
    }
    OWNED char *word = shell_word(run->folder);
    talk("%s after iteration %lld of %lld; go on with: pinwheel resume %s",
         status == RUN_PAUSED ? "paused" : "interrupted", (long long)done,
         (long long)run->experiment->iterations, word);
    return status == RUN_PAUSED ? EXIT_DONE : EXIT_INTERRUPTED;
}
