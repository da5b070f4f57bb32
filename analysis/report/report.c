// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report.h"

#include "base/memory.h"
#include "base/names.h"
#include "report/report_parts.h"
#include "files/rundir.h"
#include "base/talk.h"

#include <stdlib.h>
#include <string.h>

// The last part of a path, without slashes at its end; owned by the caller.
static char *last_part(const char *path) {
    size_t end = strlen(path), begin;
    while (end > 1 && path[end - 1] == '/')
        end--;
    for (begin = end; begin > 0 && path[begin - 1] != '/'; begin--)
        ;
    return format_text("%.*s", (int)(end - begin), path + begin);
}

// A run that was stopped before its first row has no history.
static char *read_history(const char *folder) {
    char *path = rundir_path(folder, "history.csv"), *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    bool read = file && getdelim(&text, &room, '\0', file) >= 0;
    char *copy = copy_text(read ? text : "");
    if (file)
        fclose(file);
    free(text);
    release(path);
    return copy;
}

static bool read_run(ReportedRun *run, const char *folder, Error *error) {
    const Choice everything = {.at = 0, .series = true};
    char *path = rundir_path(folder, "run.json");
    run->name = last_part(folder);
    bool ok = measured_run_read(&run->measured, folder, &everything, error) &&
              (run->provenance = rundir_read_json(path, false, error)) &&
              picture_album_read(&run->album, folder, run->measured.measures, error);
    if (ok) {
        run->config = echoed_config_parse(run->measured.config);
        run->history = read_history(folder);
    }
    release(path);
    return ok;
}

// Where two folders, in different places, have one name, all go by their paths.
static void tell_apart(Report *report) {
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
    tell_apart(report);
    return ok;
}

void report_free(Report *report) {
    for (size_t i = 0; i < report->count; i++) {
        ReportedRun *run = &report->run[i];
        picture_album_free(&run->album);
        echoed_config_free(&run->config);
        json_decref(run->provenance);
        measured_run_free(&run->measured);
        release(run->history);
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
    for (size_t i = 0; i < report->count; i++) {
        const MeasureKind *kind = measured_run_kind(&report->run[i].measured, measure);
        if (kind)
            return kind;
    }
    return NULL;
}

const MeasuredNumber *report_newest(const ReportedRun *run, const char *measure, const char *name) {
    char *full = format_text("%s/%s", measure, name);
    const MeasuredNumber *found = NULL;
    for (size_t i = run->measured.numbers; found == NULL && i-- > 0;)
        if (strcmp(run->measured.number[i].name, full) == 0)
            found = &run->measured.number[i];
    release(full);
    return found;
}

const char *report_label(const Report *report, const ReportedRun *run) {
    return report->count > 1 ? run->name : "";
}

void report_section(Html *html, const char *id, const char *title) {
    html_open(html, "section", "id", id, NULL);
    html_words(html, "h2", NULL, "%s", title);
}

void report_wide(Html *html, const char *what) {
    html_open(html, "div", "class", "wide", "role", "region", "aria-label", what, "tabindex", "0",
              NULL);
}

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static void write_card(Html *html, const ReportedRun *run) {
    const json_t *about = run->provenance;
    const char *status = text_of(about, "status"), *title = text_of(about, "title"),
               *reason = text_of(about, "reason");
    html_open(html, "article", "class", "card", NULL);
    html_words(html, "h2", NULL, "%s", run->name);
    html_words(html, "p", NULL, "%s", title);
    html_open(html, "p", "class", "small", NULL);
    html_words(html, "span",
               strcmp(status, "finished") == 0 || strcmp(status, "running") == 0 ? NULL : "warning",
               "%s", status);
    html_text(html, " at iteration %lld of %lld; seed %lld; pinwheel %s, commit %s",
              (long long)json_integer_value(json_object_get(about, "iteration")),
              (long long)json_integer_value(json_object_get(about, "iterations")),
              (long long)run->measured.seed, text_of(about, "version"), text_of(about, "commit"));
    html_close(html, "p");
    if (reason[0])
        html_words(html, "p", "warning", "%s", reason);
    html_close(html, "article");
}

// The title that all runs share, or their names, or how many they are.
static char *page_title(const Report *report) {
    enum { NAMES_MOST = 4 };
    const char *title = text_of(report->run[0].provenance, "title");
    bool shared = title[0] != '\0';
    for (size_t i = 1; i < report->count; i++)
        shared = shared && strcmp(text_of(report->run[i].provenance, "title"), title) == 0;
    if (!shared && report->count > NAMES_MOST)
        return format_text("%zu runs", report->count);
    char *text = copy_text(shared ? title : report->run[0].name);
    for (size_t i = 1; !shared && i < report->count; i++) {
        char *longer = format_text("%s, %s", text, report->run[i].name);
        release(text);
        text = longer;
    }
    return text;
}

static void write_head(Html *html, const char *title) {
    html_open(html, "head", NULL);
    html_lone(html, "meta", "charset", "utf-8", NULL);
    html_lone(html, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1",
              NULL);
    html_lone(html, "meta", "name", "color-scheme", "content", "light dark", NULL);
    html_lone(html, "link", "rel", "icon", "href", "data:,", NULL); // none is asked for
    html_words(html, "title", NULL, "%s", title);
    html_open(html, "style", NULL);
    for (const char *const *part = report_style; *part; part++)
        fputs(*part, html->file);
    html_close(html, "style");
    html_close(html, "head");
}

void report_page_begin(Html *html, const char *title) {
    fputs("<!DOCTYPE html>\n", html->file);
    html_open(html, "html", "lang", "en", NULL);
    write_head(html, title);
    html_open(html, "body", NULL);
    html_open(html, "header", NULL);
    html_words(html, "h1", NULL, "%s", title);
}

void report_page_contents(Html *html, const ReportSection *section) {
    html_open(html, "nav", "aria-label", "Contents", NULL);
    for (; section->id; section++) {
        char *link = format_text("#%s", section->id);
        html_open(html, "a", "href", link, NULL);
        html_text(html, "%s", section->title);
        html_close(html, "a");
        release(link);
    }
    html_close(html, "nav");
    html_close(html, "header");
    html_open(html, "main", NULL);
}

void report_page_end(Html *html) {
    html_close(html, "main");
    html_close(html, "body");
    html_close(html, "html");
}

static void write_page(FILE *file, const void *what) {
    static const ReportSection sections[] = {{"numbers", "Numbers"},
                                             {"pictures", "Maps and pictures"},
                                             {"development", "Development"},
                                             {"all-numbers", "All numbers"},
                                             {"settings", "Settings"},
                                             {"provenance", "How to reproduce"},
                                             {0}};
    const Report *report = what;
    Html html = {.file = file};
    char *title = page_title(report);
    report_page_begin(&html, title);
    html_open(&html, "div", "class", "row", NULL);
    for (size_t i = 0; i < report->count; i++)
        write_card(&html, &report->run[i]);
    html_close(&html, "div");
    report_page_contents(&html, sections);
    report_numbers(&html, report);
    report_pictures(&html, report);
    report_development(&html, report);
    report_all_numbers(&html, report);
    report_settings(&html, report);
    report_provenance(&html, report);
    report_page_end(&html);
    release(title);
}

bool report_write(const Report *report, const char *path, Error *error) {
    return rundir_replace(path, write_page, report, error);
}
