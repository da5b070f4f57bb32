// SPDX-License-Identifier: GPL-3.0-or-later
// What the studies of a circuit found: numbers with their meanings, sentences, and the names of the
// tables.
#include "base/memory.h"
#include "files/json_value.h"
#include "report/report_parts.h"

#include <math.h>

static void write_numbers(Html *html, const char *study, json_t *found) {
    static const HtmlColumn columns[] = {{"number", NULL}, {"value", "number"}};
    json_t *meanings = json_object_get(found, "meanings"), *value;
    const char *name;
    html_table_begin(html, study, "numbers", columns, 2);
    json_object_foreach(json_object_get(found, "numbers"), name, value) {
        html_open(html, "tr", NULL);
        html_open(html, "th", "scope", "row", NULL);
        html_name(html, name);
        html_words(html, "span", "note", "%s", json_text(meanings, name));
        html_close(html, "th");
        html_open(html, "td", "class", "number", NULL);
        if (json_is_number(value))
            html_words(html, "span", "digits", "%.6g", json_number_value(value));
        else
            html_words(html, "span", "small", "undefined");
        html_close(html, "td");
        html_close(html, "tr");
    }
    html_table_end(html);
}

static void write_tables(Html *html, const char *study, json_t *found) {
    const char *name;
    json_t *table;
    json_object_foreach(json_object_get(found, "tables"), name, table) {
        html_open(html, "p", "class", "small", NULL);
        html_text(html, "table: ");
        html_words(html, "code", NULL, "%s-%s.csv", study, name);
        html_text(html, ", %zu rows", json_array_size(json_object_get(table, "rows")));
        html_close(html, "p");
    }
}

void report_findings(Html *html, const Report *report, const ReportedRun *run) {
    const char *study, *label = report_label(report, run);
    json_t *found, *sentence;
    size_t k;
    json_object_foreach(run->measured.findings, study, found) {
        html_words(html, "h3", NULL, "%s%s%s", label, label[0] ? ": " : "", study);
        write_numbers(html, study, found);
        json_array_foreach(json_object_get(found, "sentences"), k, sentence) html_words(
            html, "p", NULL, "%s", json_is_string(sentence) ? json_string_value(sentence) : "");
        write_tables(html, study, found);
    }
}
