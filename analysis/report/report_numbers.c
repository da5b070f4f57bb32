// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a report: the headline numbers of each measure with their expected values, and all
// numbers.
#include "base/memory.h"
#include "base/names.h"
#include "report/report_parts.h"

#include <math.h>
#include <string.h>

static void write_value(Html *html, const MeasuredNumber *number) {
    html_open(html, "td", "class", "number", NULL);
    if (number && isfinite(number->value)) {
        html_words(html, "span", "digits", "%.4g", number->value);
        html_text(html, " ");
        if (!measured_number_is_pure(number))
            html_words(html, "span", "unit", "%s", number->unit);
        if (isfinite(number->low))
            html_words(html, "span", "note", "95 %%: %.4g to %.4g", number->low, number->high);
    } else if (number) {
        html_words(html, "span", "small", "undefined");
    }
    if (number && number->note[0])
        html_words(html, "span", isfinite(number->value) ? "note warning" : "note", "%s",
                   number->note);
    html_close(html, "td");
}

// The head of a row: the name of a number, its definition and its expected value.
static void write_name(Html *html, const char *name, const char *definition,
                       const MeasureReference *reference) {
    html_open(html, "th", "scope", "row", NULL);
    html_name(html, name);
    html_words(html, "span", "note", "%s", definition);
    if (reference) {
        html_open(html, "span", "class", "note", NULL);
        html_words(html, "strong", NULL, "Expected: ");
        html_text(html, "%s (%s)", reference->expected, reference->source);
        html_close(html, "span");
    }
    html_close(html, "th");
}

static const MeasureReference *reference_of(const MeasureKind *kind, const char *name) {
    for (const MeasureReference *row = kind ? kind->references : NULL; row && row->number; row++)
        if (strcmp(row->number, name) == 0)
            return row;
    return NULL;
}

// The last iteration of a measure in a run; -1: none.
static long long last_iteration(const ReportedRun *run, const char *measure) {
    for (size_t i = run->measured.numbers; i-- > 0;)
        if (strcmp(run->measured.number[i].measure, measure) == 0)
            return run->measured.number[i].iteration;
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
    if (report_is_analysis(&report->run[0])) {
        html_close(html, element);
        return;
    }
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

// A table of a measure's numbers with these n names, without those that no run has.
static void write_table(Html *html, const Report *report, const RunMeasure *measure,
                        const char *const *names, size_t n) {
    size_t columns;
    OWNED HtmlColumn *column = report_columns(report, "number", "number", NULL, &columns);
    html_table_begin(html, measure->name, "numbers", column, columns);
    for (size_t k = 0; k < n; k++) {
        const MeasuredNumber *number = first_newest(report, measure->name, names[k]);
        if (number == NULL)
            continue;
        html_open(html, "tr", NULL);
        write_name(html, names[k], number->definition, reference_of(measure->kind, names[k]));
        for (size_t i = 0; i < report->count; i++)
            write_value(html, report_newest(&report->run[i], measure->name, names[k]));
        html_close(html, "tr");
    }
    html_table_end(html);
}

static void write_headline(Html *html, const Report *report, const RunMeasure *measure) {
    const MeasureKind *kind = measure->kind;
    bool analysis =
        report_is_analysis(&report->run[0]) && kind && kind->recording && kind->recording->headline;
    const char *const *headline = analysis ? kind->recording->headline
                                  : kind   ? kind->headline
                                           : NULL;
    size_t n = 0, found = 0;
    for (; headline && headline[n]; n++)
        found += first_newest(report, measure->name, headline[n]) != NULL;
    if (found == 0)
        return;
    html_open(html, "div", NULL);
    write_title(html, "h3", report, measure->name);
    write_table(html, report, measure, headline, n);
    html_close(html, "div");
}

void report_numbers(Html *html, const void *what) {
    const Report *report = what;
    const RunMeasures *measures = &report->measures;
    size_t studies = 0;
    for (size_t i = 0; i < report->count; i++)
        studies += json_object_size(report->run[i].measured.findings);
    if (measures->count == 0 && studies == 0)
        html_words(html, "p", NULL, "Nothing has been measured.");
    for (size_t i = 0; i < report->count; i++)
        report_findings(html, report, &report->run[i]);
    html_open(html, "div", "class", report->count == 1 ? "row broad" : "broad", NULL);
    for (size_t k = 0; k < measures->count; k++)
        write_headline(html, report, &measures->measure[k]);
    html_close(html, "div");
}

// The names of a measure's numbers at the last iteration of each run, in their order; the caller
// releases the array.
static const char **names_of(const Report *report, const char *measure, size_t *n) {
    const char **names = NULL;
    *n = 0;
    for (size_t i = 0; i < report->count; i++) {
        const MeasuredRun *run = &report->run[i].measured;
        long long last = last_iteration(&report->run[i], measure);
        for (size_t j = 0; j < run->numbers; j++) {
            const MeasuredNumber *number = &run->number[j];
            if (number->iteration == last && strcmp(number->measure, measure) == 0)
                names_add(&names, n, number->number);
        }
    }
    return names;
}

void report_all_numbers(Html *html, const void *what) {
    const Report *report = what;
    for (size_t k = 0; k < report->measures.count; k++) {
        const RunMeasure *measure = &report->measures.measure[k];
        size_t n;
        OWNED const char **names = names_of(report, measure->name, &n);
        if (n > 0) {
            html_open(html, "details", NULL);
            write_title(html, "summary", report, measure->name);
            write_table(html, report, measure, names, n);
            html_close(html, "details");
        }
    }
}
