// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a report: those that sum each measure up, with what is expected of them, and all.
#include "memory.h"
#include "report_parts.h"

#include <math.h>
#include <string.h>

static bool is_pure(const char *unit) {
    return unit[0] == '\0' || strcmp(unit, "1") == 0;
}

static void write_value(Html *html, const MeasuredNumber *number) {
    html_open(html, "td", "class", "number", NULL);
    if (number && isfinite(number->value)) {
        html_text(html, "%.4g", number->value);
        if (!is_pure(number->unit))
            html_words(html, "span", "unit", " %s", number->unit);
    } else if (number) {
        html_words(html, "span", "small", "undefined");
    }
    if (number && number->note[0])
        html_words(html, "span", isfinite(number->value) ? "note warning" : "note", "%s",
                   number->note);
    html_close(html, "td");
}

// The name of a number with its definition, as the head of a row.
static void write_name(Html *html, const char *name, const char *definition) {
    html_open(html, "th", "scope", "row", NULL);
    html_text(html, "%s", name);
    html_words(html, "span", "note", "%s", definition);
    html_close(html, "th");
}

static const MeasureReference *reference_of(const MeasureKind *kind, const char *name) {
    for (const MeasureReference *row = kind->references; row && row->number; row++)
        if (strcmp(row->number, name) == 0)
            return row;
    return NULL;
}

static void write_expected(Html *html, const MeasureReference *reference) {
    html_open(html, "td", NULL);
    if (reference) {
        html_text(html, "%s", reference->expected);
        html_words(html, "span", "note", "%s", reference->source);
    }
    html_close(html, "td");
}

static void write_head(Html *html, const Report *report, bool expected) {
    html_open(html, "thead", NULL);
    html_open(html, "tr", NULL);
    html_words(html, "th", NULL, "number");
    for (size_t i = 0; i < report->count; i++)
        html_words(html, "th", "number", "%s", report->count > 1 ? report->run[i].name : "value");
    if (expected)
        html_words(html, "th", NULL, "expected");
    html_close(html, "tr");
    html_close(html, "thead");
}

// A run's last iteration of a measure, -1: it has none.
static long long last_iteration(const ReportedRun *run, const char *measure) {
    size_t length = strlen(measure);
    for (size_t i = run->measured.numbers; i-- > 0;) {
        const MeasuredNumber *number = &run->measured.number[i];
        if (strncmp(number->name, measure, length) == 0 && number->name[length] == '/')
            return number->iteration;
    }
    return -1;
}

static void write_title(Html *html, const char *element, const Report *report,
                        const char *measure) {
    long long first = last_iteration(&report->run[0], measure);
    bool same = first >= 0;
    for (size_t i = 1; i < report->count; i++)
        same = same && last_iteration(&report->run[i], measure) == first;
    html_open(html, element, NULL);
    html_text(html, "%s", measure);
    if (same)
        html_words(html, "span", "small", ", iteration %lld", first);
    else
        html_words(html, "span", "small", ", last iteration measured");
    html_close(html, element);
}

static const MeasuredNumber *first_newest(const Report *report, const char *measure,
                                          const char *name) {
    const MeasuredNumber *found = NULL;
    for (size_t i = 0; found == NULL && i < report->count; i++)
        found = report_newest(&report->run[i], measure, name);
    return found;
}

static void write_row(Html *html, const Report *report, const char *measure, const char *name) {
    write_name(html, name, first_newest(report, measure, name)->definition);
    for (size_t i = 0; i < report->count; i++)
        write_value(html, report_newest(&report->run[i], measure, name));
}

static void write_headline(Html *html, const Report *report, const char *measure,
                           const MeasureKind *kind) {
    bool expected = false;
    for (const char *const *name = kind->headline; *name; name++)
        expected =
            expected || (reference_of(kind, *name) && first_newest(report, measure, *name) != NULL);
    write_title(html, "h3", report, measure);
    report_wide(html, measure);
    html_open(html, "table", NULL);
    write_head(html, report, expected);
    html_open(html, "tbody", NULL);
    for (const char *const *name = kind->headline; *name; name++) {
        if (first_newest(report, measure, *name) == NULL)
            continue;
        html_open(html, "tr", NULL);
        write_row(html, report, measure, *name);
        if (expected)
            write_expected(html, reference_of(kind, *name));
        html_close(html, "tr");
    }
    html_close(html, "tbody");
    html_close(html, "table");
    html_close(html, "div");
}

void report_numbers(Html *html, const Report *report) {
    size_t n;
    const char **measures = report_measures(report, &n);
    report_section(html, "numbers", "Numbers");
    if (n == 0)
        html_words(html, "p", NULL, "Nothing has been measured.");
    for (size_t k = 0; k < n; k++) {
        const MeasureKind *kind = report_kind(report, measures[k]);
        bool any = false;
        for (const char *const *name = kind ? kind->headline : NULL; name && *name; name++)
            any = any || first_newest(report, measures[k], *name);
        if (any)
            write_headline(html, report, measures[k], kind);
    }
    html_close(html, "section");
    release(measures);
}

// The names of a measure's numbers at its last iterations, in their order; the caller releases the
// array.
static const char **names_of(const Report *report, const char *measure, size_t *n) {
    const char **names = NULL;
    size_t length = strlen(measure);
    *n = 0;
    for (size_t i = 0; i < report->count; i++) {
        const MeasuredRun *run = &report->run[i].measured;
        long long last = last_iteration(&report->run[i], measure);
        for (size_t j = 0; j < run->numbers; j++) {
            const char *name = run->number[j].name;
            if (run->number[j].iteration != last || strncmp(name, measure, length) != 0 ||
                name[length] != '/')
                continue;
            size_t k = 0;
            while (k < *n && strcmp(names[k], name + length + 1) != 0)
                k++;
            if (k < *n)
                continue;
            names = allocate_one_more(names, *n, sizeof *names);
            names[(*n)++] = name + length + 1;
        }
    }
    return names;
}

void report_all_numbers(Html *html, const Report *report) {
    size_t n, rows;
    const char **measures = report_measures(report, &n);
    report_section(html, "all-numbers", "All numbers");
    for (size_t k = 0; k < n; k++) {
        const char **names = names_of(report, measures[k], &rows);
        if (rows > 0) {
            html_open(html, "details", NULL);
            write_title(html, "summary", report, measures[k]);
            report_wide(html, measures[k]);
            html_open(html, "table", NULL);
            write_head(html, report, false);
            html_open(html, "tbody", NULL);
            for (size_t r = 0; r < rows; r++) {
                html_open(html, "tr", NULL);
                write_row(html, report, measures[k], names[r]);
                html_close(html, "tr");
            }
            html_close(html, "tbody");
            html_close(html, "table");
            html_close(html, "div");
            html_close(html, "details");
        }
        release(names);
    }
    html_close(html, "section");
    release(measures);
}
