// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a report: those that differ from the default, and the whole config.
#include "base/memory.h"
#include "base/names.h"
#include "report/report_parts.h"

#include <string.h>

// Do the runs differ in a setting?
static bool differs(const Report *report, const char *path) {
    const EchoedSetting *first = echoed_config_find(&report->run[0].config, path);
    for (size_t i = 1; i < report->count; i++) {
        const EchoedSetting *other = echoed_config_find(&report->run[i].config, path);
        if ((first == NULL) != (other == NULL) ||
            (first && strcmp(first->value, other->value) != 0))
            return true;
    }
    return false;
}

static const char *default_of(const Report *report, const char *path) {
    for (size_t i = 0; i < report->count; i++) {
        const EchoedSetting *setting = echoed_config_find(&report->run[i].config, path);
        if (setting && setting->fallback)
            return setting->fallback;
    }
    return NULL;
}

static void write_row(Html *html, const Report *report, const char *path) {
    const char *fallback = default_of(report, path);
    html_row(html, path);
    for (size_t i = 0; i < report->count; i++) {
        const EchoedSetting *setting = echoed_config_find(&report->run[i].config, path);
        html_open(html, "td", NULL);
        html_words(html, setting && (setting->fallback || differs(report, path)) ? "mark" : "span",
                   NULL, "%s", setting ? setting->value : "");
        html_close(html, "td");
    }
    html_words(html, "td", "small", "%s", fallback ? fallback : "");
    html_close(html, "tr");
}

// The paths of the settings that differ between the runs, or of those that differ from the default;
// the caller releases the array.
static const char **paths_of(const Report *report, bool different, size_t *n) {
    const char **paths = NULL;
    *n = 0;
    for (size_t i = 0; i < report->count; i++)
        for (size_t k = 0; k < report->run[i].config.count; k++) {
            const char *path = report->run[i].config.setting[k].path;
            if (different ? differs(report, path) : default_of(report, path) != NULL)
                names_add(&paths, n, path);
        }
    return paths;
}

static void write_table(Html *html, const Report *report, const char *title,
                        const char *const *paths, size_t n) {
    size_t columns;
    OWNED HtmlColumn *column = report_columns(report, "setting", NULL, "default", &columns);
    html_table_begin(html, title, "code", column, columns);
    for (size_t k = 0; k < n; k++)
        write_row(html, report, paths[k]);
    html_table_end(html);
}

// The text of a config, in which the lines with a changed value are marked.
static void write_config(Html *html, const char *text) {
    html_open(html, "pre", "tabindex", "0", NULL);
    while (*text) {
        size_t length = strcspn(text, "\n");
        OWNED char *line = format_text("%.*s", (int)length, text);
        if (strstr(line, ";  # default: "))
            html_words(html, "mark", NULL, "%s", line);
        else
            html_text(html, "%s", line);
        html_text(html, "\n");
        text += length + (text[length] == '\n');
    }
    html_close(html, "pre");
}

void report_settings(Html *html, const void *what) {
    const Report *report = what;
    size_t different, changed;
    OWNED const char **differing = paths_of(report, true, &different),
                     **not_default = paths_of(report, false, &changed);
    if (report->count > 1)
        html_words(html, "h3", NULL, "Settings that differ between the runs: %zu", different);
    if (different > 0)
        write_table(html, report, "Settings that differ", differing, different);
    html_open(html, "details", "open", "", NULL); // a closed element is not printed on paper
    html_words(html, "summary", NULL, "Settings that are not the default: %zu", changed);
    write_table(html, report, "Settings that are not the default", not_default, changed);
    html_close(html, "details");
    for (size_t i = 0; i < report->count; i++) {
        html_open(html, "details", NULL);
        html_words(html, "summary", NULL, "%s/config.cfg, what is not the default marked",
                   report->run[i].name);
        write_config(html, report->run[i].measured.config);
        html_close(html, "details");
    }
}
