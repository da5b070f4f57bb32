// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include "base/memory.h"
#include "files/rundir.h"

#include <libgen.h>
#include <string.h>

static bool read_run(ReportedRun *run, const char *folder, Error *error) {
    const Choice everything = {.at = 0, .series = true};
    OWNED char *path = copy_text(folder);
    run->name = copy_text(basename(path));
    bool read = rundir_is_analysis(folder)
                    ? measured_run_read_analysis(&run->measured, folder, error)
                    : measured_run_read(&run->measured, folder, &everything, error);
    bool ok = read && picture_album_read(&run->album, folder, run->measured.measures, error) &&
              history_table_read(&run->history, folder, error);
    if (ok)
        run->config = echoed_config_parse(run->measured.config);
    return ok;
}

// Names all runs by their paths if two folders in different places have the same name.
static void distinguish(Report *report) {
    bool shared = false;
    for (size_t i = 0; i < report->count; i++)
        for (size_t k = 0; k < i; k++)
            shared = shared || strcmp(report->run[i].name, report->run[k].name) == 0;
    for (size_t i = 0; shared && i < report->count; i++) {
        release(report->run[i].name);
        report->run[i].name = copy_text(report->run[i].measured.folder);
    }
}

bool report_read(Report *report, const char *const *folders, size_t n, Error *error) {
    *report = (Report){.count = n, .run = allocate(n, sizeof *report->run)};
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        ok = read_run(&report->run[i], folders[i], error) && ok;
        run_measures_add(&report->measures, &report->run[i].measured);
    }
    distinguish(report);
    return ok;
}

void report_free(Report *report) {
    for (size_t i = 0; i < report->count; i++) {
        ReportedRun *run = &report->run[i];
        picture_album_free(&run->album);
        echoed_config_free(&run->config);
        measured_run_free(&run->measured);
        history_table_free(&run->history);
        release(run->name);
    }
    release(report->run);
    release(report->measures.measure);
    *report = (Report){0};
}

bool report_is_analysis(const ReportedRun *run) {
    return json_object_get(run->measured.about, "methods") != NULL;
}

bool report_is_circuit(const ReportedRun *run) {
    return !report_is_analysis(run) && json_object_get(run->measured.about, "iterations") == NULL;
}

const MeasuredNumber *report_newest(const ReportedRun *run, const char *measure, const char *name) {
    for (size_t i = run->measured.numbers; i-- > 0;) {
        const MeasuredNumber *number = &run->measured.number[i];
        if (strcmp(number->measure, measure) == 0 && strcmp(number->number, name) == 0)
            return number;
    }
    return NULL;
}

static bool is_listed(const AlbumSeries *const *list, size_t n, const AlbumSeries *series) {
    for (size_t i = 0; i < n; i++)
        if (album_series_is_same(list[i], series))
            return true;
    return false;
}

const AlbumSeries **report_series(const Report *report, const char *measure, size_t *n) {
    const AlbumSeries **list = NULL;
    *n = 0;
    for (size_t i = 0; i < report->count; i++)
        for (size_t j = 0; j < report->run[i].album.count; j++) {
            const AlbumSeries *series = &report->run[i].album.series[j];
            bool wanted =
                measure ? !series->other && strcmp(series->measure, measure) == 0 : series->other;
            if (!wanted || is_listed(list, *n, series))
                continue;
            list = allocate_one_more(list, *n, sizeof *list);
            list[(*n)++] = series;
        }
    return list;
}

const char *report_label(const Report *report, const ReportedRun *run) {
    return report->count > 1 ? run->name : "";
}

HtmlColumn *report_columns(const Report *report, const char *first, const char *class,
                           const char *last, size_t *n) {
    HtmlColumn *column = allocate(report->count + 2, sizeof *column);
    column[0].name = first;
    for (size_t i = 0; i < report->count; i++)
        column[i + 1] = (HtmlColumn){report->count > 1 ? report->run[i].name : "value", class};
    column[report->count + 1].name = last;
    *n = report->count + 1 + (last != NULL);
    return column;
}
