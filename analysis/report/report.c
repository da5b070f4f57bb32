// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include "base/memory.h"
#include "base/names.h"
#include "files/rundir.h"

#include <string.h>

// The last part of a path, without slashes at its end; owned by the caller.
static char *last_part(const char *path) {
    OWNED char *plain = rundir_plain(path);
    const char *slash = strrchr(plain, '/');
    return copy_text(slash && slash[1] ? slash + 1 : plain);
}

static bool read_run(ReportedRun *run, const char *folder, Error *error) {
    const Choice everything = {.at = 0, .series = true};
    OWNED char *path = rundir_path(folder, "run.json");
    run->name = last_part(folder);
    bool ok = measured_run_read(&run->measured, folder, &everything, error) &&
              (run->provenance = rundir_read_json(path, false, error)) &&
              picture_album_read(&run->album, folder, run->measured.measures, error) &&
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
    *report = (Report){n, allocate(n, sizeof *report->run)};
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        ok = read_run(&report->run[i], folders[i], error) && ok;
    distinguish(report);
    return ok;
}

void report_free(Report *report) {
    for (size_t i = 0; i < report->count; i++) {
        ReportedRun *run = &report->run[i];
        picture_album_free(&run->album);
        echoed_config_free(&run->config);
        json_decref(run->provenance);
        measured_run_free(&run->measured);
        history_table_free(&run->history);
        release(run->name);
    }
    release(report->run);
    *report = (Report){0};
}

const char **report_measures(const Report *report, size_t *n) {
    const char **names = NULL, *name;
    json_t *measure;
    *n = 0;
    for (size_t i = 0; i < report->count; i++)
        json_object_foreach(report->run[i].measured.measures, name, measure)
            names_add(&names, n, name);
    return names;
}

const MeasureKind *report_kind(const Report *report, const char *measure) {
    const MeasureKind *kind = NULL;
    for (size_t i = 0; kind == NULL && i < report->count; i++)
        kind = measured_run_kind(&report->run[i].measured, measure);
    return kind;
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
