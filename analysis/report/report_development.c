// SPDX-License-Identifier: GPL-3.0-or-later
// Development in a report: the pictures of a kind as a strip over iterations, and series of numbers
// as charts: of each measure what sums it up, and what history.csv holds.
#include "report/html_chart.h"
#include "base/memory.h"
#include "report/report_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES_MOST = 24 }; // pictures in a strip

// Of n pictures, which is number k of m evenly spaced ones, first and last among them.
static size_t spaced(size_t k, size_t m, size_t n) {
    return m > 1 ? (k * (n - 1) + (m - 1) / 2) / (m - 1) : 0;
}

static void write_strip(Html *html, const AlbumSeries *series, const char *label) {
    size_t n = series->count, m = n < FRAMES_MOST ? n : FRAMES_MOST;
    const char *title = series->picture[n - 1].file.title;
    html_open(html, "h4", NULL);
    html_text(html, "%s%s%s", title, label[0] ? ": " : "", label);
    html_words(html, "span", "small",
               m < n ? ", %zu of the %zu iterations measured" : ", %zu iterations", m, n);
    html_close(html, "h4");
    html_open(html, "ol", "class", "strip", "tabindex", "0", "aria-label", title, NULL);
    for (size_t k = 0; k < m; k++) {
        const AlbumPicture *picture = &series->picture[spaced(k, m, n)];
        char *caption = format_text("iteration %lld", (long long)picture->iteration);
        html_open(html, "li", NULL);
        report_thumbnail(html, picture, THUMBNAIL_WIDTH, caption, false);
        html_close(html, "li");
        release(caption);
    }
    html_close(html, "ol");
}

static void write_strips(Html *html, const Report *report, const char *measure) {
    size_t n;
    const char **names = report_series(report, measure, &n);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < report->count; i++) {
            const AlbumSeries *series = picture_album_find(&report->run[i].album, names[k]);
            if (series && series->count > 1)
                write_strip(html, series, report_label(report, &report->run[i]));
        }
    release(names);
}

// The series of one number, a curve for each run that has more than one value of it.
static void write_series(Html *html, const Report *report, const char *measure,
                         const char *number) {
    char *name = format_text("%s/%s", measure, number);
    HtmlCurve *curves = allocate(report->count, sizeof *curves);
    double **points = allocate(report->count, sizeof *points);
    const MeasuredNumber *row = NULL;
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++) {
        const MeasuredRun *run = &report->run[i].measured;
        double *x = points[i] = allocate(2 * run->numbers, sizeof *x), *y = x + run->numbers;
        size_t n = 0;
        for (size_t k = 0; k < run->numbers; k++)
            if (strcmp(run->number[k].name, name) == 0) {
                row = &run->number[k];
                x[n] = (double)row->iteration;
                y[n++] = row->value;
            }
        if (n > 1)
            curves[count++] =
                (HtmlCurve){.name = report_label(report, &report->run[i]), .x = x, .y = y, .n = n};
    }
    bool pure = row == NULL || row->unit[0] == '\0' || strcmp(row->unit, "1") == 0;
    char *title = format_text("%s%s%s", name, pure ? "" : ", ", pure ? "" : row->unit);
    if (count > 0)
        html_chart(
            html,
            &(HtmlChart){.title = title, .x_name = "iteration", .curve = curves, .count = count});
    release(title);
    for (size_t i = 0; i < report->count; i++)
        release(points[i]);
    release(points);
    release(curves);
    release(name);
}

static void write_charts(Html *html, const Report *report, const char *measure) {
    const MeasureKind *kind = report_kind(report, measure);
    html_open(html, "div", "class", "row", NULL);
    bool strength = kind && kind->strength;
    for (const char *const *name = kind ? kind->headline : NULL; name && *name; name++) {
        strength = strength && strcmp(*name, kind->strength) != 0; // not a second time
        write_series(html, report, measure, *name);
    }
    if (strength)
        write_series(html, report, measure, kind->strength);
    write_series(html, report, measure, "similarity.last");
    html_close(html, "div");
}

// The columns of history.csv, as curves of numbers.
typedef struct {
    size_t columns, rows;
    char **name;    // [columns] of the header
    double *values; // [columns][rows]
} HistoryTable;

static HistoryTable read_history(const char *text) {
    HistoryTable table = {0};
    size_t header = strcspn(text, "\n");
    for (const char *at = text; at < text + header;) {
        size_t length = strcspn(at, ",\n");
        table.name = allocate_one_more(table.name, table.columns, sizeof *table.name);
        table.name[table.columns++] = format_text("%.*s", (int)length, at);
        at += length + 1;
    }
    const char *body = text[header] ? text + header + 1 : text + header;
    for (const char *at = body; *at; at++)
        table.rows += *at == '\n';
    table.values = allocate(table.columns * table.rows + 1, sizeof *table.values);
    const char *at = body;
    for (size_t row = 0; row < table.rows; row++)
        for (size_t column = 0; column < table.columns; column++) {
            char *end;
            double value = strtod(at, &end);
            table.values[column * table.rows + row] = end > at ? value : (double)NAN;
            at = end + strcspn(end, column + 1 < table.columns ? ",\n" : "\n");
            at += *at == (column + 1 < table.columns ? ',' : '\n');
        }
    return table;
}

static void free_history(HistoryTable *table) {
    for (size_t k = 0; k < table->columns; k++)
        release(table->name[k]);
    release(table->name);
    release(table->values);
}

// Are two columns called the same up to the first point, "activity" of "activity.v1 (mean)"?
static bool is_alike(const char *a, const char *b) {
    size_t length = strcspn(a, ".");
    return length == strcspn(b, ".") && strncmp(a, b, length) == 0;
}

// One chart of the columns that are alike, the first of which is number `first`:
// "activity.v1 (mean over units)" is the curve "v1" of the chart "activity (mean over units)".
static void write_columns(Html *html, const HistoryTable *table, size_t first, const char *label) {
    const char *name = table->name[first], *bracket = strstr(name, " (");
    HtmlCurve *curves = allocate(table->columns, sizeof *curves);
    char **names = allocate(table->columns, sizeof *names);
    size_t count = 0;
    for (size_t k = first; k < table->columns; k++) {
        if (!is_alike(name, table->name[k]))
            continue;
        const char *rest = table->name[k] + strcspn(table->name[k], "."), *end = strstr(rest, " (");
        rest += *rest == '.';
        names[count] = format_text("%.*s", (int)(end ? end - rest : (long)strlen(rest)), rest);
        curves[count] = (HtmlCurve){.name = names[count],
                                    .x = table->values,
                                    .y = table->values + k * table->rows,
                                    .n = table->rows};
        count++;
    }
    char *title = format_text("%s%s%.*s%s", label, label[0] ? ": " : "", (int)strcspn(name, "."),
                              name, bracket ? bracket : "");
    html_chart(
        html, &(HtmlChart){.title = title, .x_name = "iteration", .curve = curves, .count = count});
    release(title);
    for (size_t k = 0; k < count; k++)
        release(names[k]);
    release(names);
    release(curves);
}

static void write_history(Html *html, const HistoryTable *table, const char *label) {
    for (size_t k = 1; table->rows > 1 && k < table->columns; k++) {
        bool shown = false;
        for (size_t j = 1; j < k; j++)
            shown = shown || is_alike(table->name[j], table->name[k]);
        if (!shown)
            write_columns(html, table, k, label);
    }
}

static void write_histories(Html *html, const Report *report) {
    html_words(html, "h3", NULL, "history.csv");
    html_open(html, "div", "class", "row", NULL);
    for (size_t i = 0; i < report->count; i++) {
        HistoryTable table = read_history(report->run[i].history);
        write_history(html, &table, report_label(report, &report->run[i]));
        free_history(&table);
    }
    html_close(html, "div");
}

void report_development(Html *html, const Report *report) {
    size_t n;
    const char **measures = report_measures(report, &n);
    report_section(html, "development", "Development");
    for (size_t k = 0; k < n; k++) {
        write_strips(html, report, measures[k]);
        write_charts(html, report, measures[k]);
    }
    write_histories(html, report);
    html_close(html, "section");
    release(measures);
}
