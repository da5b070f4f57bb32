// SPDX-License-Identifier: GPL-3.0-or-later
// The provenance of a report's runs: how to reproduce them, and the contents of run.json.
#include "base/memory.h"
#include "files/json_value.h"
#include "report/report_parts.h"

#include <string.h>

static void write_commands(Html *html, const ReportedRun *run) {
    const char *commit = json_text(run->measured.about, "commit");
    size_t length = strcspn(commit, "-");
    bool circuit = report_is_circuit(run);
    const json_t *sessions = json_object_get(run->measured.about, "sessions");
    html_words(html, "h3", NULL, "%s", run->name);
    html_open(html, "pre", "tabindex", "0", NULL);
    if (strcmp(commit, "unknown") != 0)
        html_text(html, "git checkout %.*s && make\n", (int)length, commit);
    html_text(html, "./pinwheel %s %s/config.cfg -o %s-again\n", circuit ? "circuit" : "run",
              run->name, run->name);
    html_close(html, "pre");
    if (commit[length])
        html_words(html, "p", "warning",
                   "The program was built from files that differed from this commit.");
    const EchoedSetting *from = echoed_config_find(&run->config, "from");
    if (from && strcmp(from->value, "\"\"") != 0)
        html_words(html, "p", NULL, "The run began with the state of another: %s.", from->value);
    html_open(html, "p", NULL);
    html_text(html, "It is the same if its ");
    if (circuit) {
        html_text(html, "findings.json is");
    } else {
        html_text(html, "run.json has the weights ");
        html_words(html, "code", NULL, "%s", json_text(run->measured.about, "weights"));
    }
    html_text(html, "; the config stands under Settings. This run was made by:");
    html_close(html, "p");
    html_open(html, "pre", "tabindex", "0", NULL);
    if (circuit)
        html_text(html, "%s\n", json_text(run->measured.about, "command"));
    for (size_t i = 0; i < json_array_size(sessions); i++)
        html_text(html, "%s\n", json_text(json_array_get(sessions, i), "command"));
    html_close(html, "pre");
}

static void write_entries(Html *html, const char *path, json_t *value);

static void write_entry(Html *html, const char *path, const char *name, json_t *value) {
    OWNED char *longer = format_text("%s%s%s", path, path[0] ? "." : "", name);
    write_entries(html, longer, value);
}

// Writes a value, with all values in it, as rows of path and text.
static void write_entries(Html *html, const char *path, json_t *value) {
    if (json_is_object(value)) {
        const char *key;
        json_t *part;
        json_object_foreach(value, key, part) write_entry(html, path, key, part);
        return;
    }
    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            OWNED char *name = format_text("%zu", i + 1);
            write_entry(html, path, name, json_array_get(value, i));
        }
        return;
    }
    html_row(html, path);
    html_open(html, "td", NULL);
    if (json_is_string(value)) {
        html_text(html, "%s", json_string_value(value));
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(10));
        html_text(html, "%s", text ? text : "");
        free(text);
    }
    html_close(html, "td");
    html_close(html, "tr");
}

void report_provenance(Html *html, const void *what) {
    const Report *report = what;
    for (size_t i = 0; i < report->count; i++) {
        const ReportedRun *run = &report->run[i];
        write_commands(html, run);
        html_open(html, "details", NULL);
        html_words(html, "summary", NULL, "%s/run.json", run->name);
        html_table_begin(html, "run.json", "code", NULL, 0);
        write_entries(html, "", run->measured.about);
        html_table_end(html);
        html_close(html, "details");
    }
}
