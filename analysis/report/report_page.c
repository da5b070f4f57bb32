// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a report: its head, and its parts in their order.
#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "report/html_page.h"
#include "report/page_link.h"
#include "report/report_parts.h"

#include <libgen.h>
#include <string.h>

// Links a page that is there.
static void write_link(Html *html, const char *page, const char *file, const char *name) {
    OWNED char *link = page_link(page, file);
    if (link == NULL)
        return;
    html_text(html, " ");
    html_open(html, "a", "href", link, NULL);
    html_text(html, "%s", name);
    html_close(html, "a");
}

// The pages of the replication, fit or sweep that the run belongs to, and of the run that it began
// with.
static void write_links(Html *html, const char *page, const ReportedRun *run) {
    const char *folder = run->measured.folder;
    OWNED char *scorecard = format_text("%s/../scorecard.html", folder),
               *fit = format_text("%s/../fitted.html", folder),
               *sweep = format_text("%s/../sweep.json", folder),
               *sweep_page = format_text("%s/../report.html", folder);
    html_open(html, "p", "class", "small", NULL);
    write_link(html, page, scorecard, "scorecard of its replication");
    write_link(html, page, fit, "page of its fit");
    if (!ordinary_file_is_absent(sweep))
        write_link(html, page, sweep_page, "page of its sweep");
    const EchoedSetting *from = echoed_config_find(&run->config, "from");
    if (from && strlen(from->value) > 2) {
        OWNED char *state = format_text("%.*s", (int)strlen(from->value) - 2, from->value + 1),
                   *parent = strstr(state, ".h5") ? copy_text(dirname(state)) : copy_text(state),
                   *parent_page = rundir_path(parent, "report.html");
        write_link(html, page, parent_page, "page of the run that it began with");
    }
    html_close(html, "p");
}

static const char *text_of(const json_t *value) {
    return json_is_string(value) ? json_string_value(value) : "";
}

// Reasons to doubt the numbers.
static void write_warnings(Html *html, const ReportedRun *run) {
    const char *measure, *iteration;
    json_t *found, *entry;
    json_object_foreach(run->measured.measures, measure, found) {
        json_object_foreach(json_object_get(found, "series"), iteration, entry) {
            const json_t *warnings = json_object_get(entry, "warnings");
            for (size_t i = 0; i < json_array_size(warnings); i++)
                html_words(html, "p", "warning", "%s", text_of(json_array_get(warnings, i)));
        }
    }
}

static void write_analysis(Html *html, const ReportedRun *run) {
    const json_t *about = run->measured.about;
    html_words(html, "p", "small", "analysis; seed %lld; pinwheel %s, commit %s",
               (long long)run->measured.seed, json_text(about, "version"),
               json_text(about, "commit"));
    write_warnings(html, run);
    html_close(html, "article");
}

static void write_card(Html *html, const ReportedRun *run, const char *page) {
    const json_t *about = run->measured.about;
    const char *status = json_text(about, "status"), *title = json_text(about, "title"),
               *reason = json_text(about, "reason");
    html_open(html, "article", "class", "card", NULL);
    html_words(html, "h2", NULL, "%s", run->name);
    html_words(html, "p", NULL, "%s", title);
    if (report_is_analysis(run)) {
        write_analysis(html, run);
        return;
    }
    html_open(html, "p", "class", "small", NULL);
    html_words(html, "span",
               strcmp(status, "finished") == 0 || strcmp(status, "running") == 0 ? NULL : "warning",
               "%s", status);
    if (!report_is_circuit(run))
        html_text(html, " at iteration %lld of %lld",
                  (long long)json_integer_value(json_object_get(about, "iteration")),
                  (long long)json_integer_value(json_object_get(about, "iterations")));
    html_text(html, "; seed %lld; pinwheel %s, commit %s", (long long)run->measured.seed,
              json_text(about, "version"), json_text(about, "commit"));
    html_close(html, "p");
    if (reason[0])
        html_words(html, "p", "warning", "%s", reason);
    write_links(html, page, run);
    html_close(html, "article");
}

// The title that all runs share, or their names, or their number; owned by the caller.
static char *page_title(const Report *report) {
    enum { NAMES_MOST = 4 };
    const char *title = json_text(report->run[0].measured.about, "title");
    bool shared = title[0] != '\0';
    for (size_t i = 1; i < report->count; i++)
        shared = shared && strcmp(json_text(report->run[i].measured.about, "title"), title) == 0;
    if (!shared && report->count > NAMES_MOST)
        return format_text("%zu runs", report->count);
    char *text = copy_text(shared ? title : report->run[0].name);
    for (size_t i = 1; !shared && i < report->count; i++)
        text_append(&text, ", %s", report->run[i].name);
    return text;
}

static void write_page(FILE *file, const void *what) {
    static const HtmlSection sections[] = {{"numbers", "Numbers", report_numbers},
                                           {"pictures", "Maps and pictures", report_pictures},
                                           {"development", "Development", report_development},
                                           {"all-numbers", "All numbers", report_all_numbers},
                                           {"settings", "Settings", report_settings},
                                           {"provenance", "How to reproduce", report_provenance},
                                           {0}},
                             of_analyses[] = {{"numbers", "Numbers", report_numbers},
                                              {"pictures", "Maps and pictures", report_pictures},
                                              {"methods", "Methods", report_methods},
                                              {"all-numbers", "All numbers", report_all_numbers},
                                              {"command", "How to reproduce", report_commands},
                                              {0}};
    const Report *report = what;
    Html html = {.file = file};
    OWNED char *title = page_title(report);
    html_page_begin(&html, title);
    html_open(&html, "div", "class", "row", NULL);
    for (size_t i = 0; i < report->count; i++)
        write_card(&html, &report->run[i], report->page);
    html_close(&html, "div");
    html_page_sections(&html, report_is_analysis(&report->run[0]) ? of_analyses : sections, report);
}

bool report_write(const Report *report, const char *path, Error *error) {
    Report written = *report;
    written.page = path;
    return ordinary_file_replace(path, write_page, &written, error);
}
