// SPDX-License-Identifier: GPL-3.0-or-later
// The development in a report. Pictures of a kind form a strip over iterations. Charts show the
// headline numbers of each measure, and the columns of history.csv.
#include "base/memory.h"
#include "base/names.h"
#include "report/html_chart.h"
#include "report/picture_figure.h"
#include "report/report_parts.h"

#include <string.h>

enum { FRAMES_MOST = 24 }; // pictures in a strip

// The place, among n pictures, of number k of m evenly spaced ones that include the first and the
// last.
static size_t spaced(size_t k, size_t m, size_t n) {
    return m > 1 ? (k * (n - 1) + (m - 1) / 2) / (m - 1) : 0;
}

static void write_strip(Html *html, const AlbumSeries *series, const char *label) {
    size_t n = series->count, m = n < FRAMES_MOST ? n : FRAMES_MOST;
    const char *title = series->picture[n - 1].about->title;
    html_open(html, "h4", NULL);
    html_text(html, "%s%s%s", title, label[0] ? ": " : "", label);
    html_words(html, "span", "small",
               m < n ? ", %zu of the %zu iterations measured" : ", %zu iterations", m, n);
    html_close(html, "h4");
    html_open(html, "ol", "class", "strip", "tabindex", "0", "aria-label", title, NULL);
    for (size_t k = 0; k < m; k++) {
        const AlbumPicture *picture = &series->picture[spaced(k, m, n)];
        OWNED char *caption = format_text("iteration %lld", (long long)picture->about->iteration);
        html_open(html, "li", NULL);
        picture_figure_small(html, picture, THUMBNAIL_WIDTH, caption, false);
        html_close(html, "li");
    }
    html_close(html, "ol");
}

static void write_strips(Html *html, const Report *report, const char *measure) {
    size_t n;
    OWNED const AlbumSeries **list = report_series(report, measure, &n);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < report->count; i++) {
            const AlbumSeries *series = picture_album_find(&report->run[i].album, list[k]);
            if (series && series->count > 1)
                write_strip(html, series, report_label(report, &report->run[i]));
        }
}

// A chart of one number, with a curve for each run that has more than one value of it.
static void write_series(Html *html, const Report *report, const char *measure,
                         const char *number) {
    OWNED PictureCurve *curves = allocate(report->count, sizeof *curves);
    OWNED double **points = allocate(report->count, sizeof *points);
    const MeasuredNumber *row = NULL;
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++) {
        const MeasuredRun *run = &report->run[i].measured;
        double *x = points[i] = allocate(2 * run->numbers, sizeof *x), *y = x + run->numbers;
        size_t n = 0;
        for (size_t k = 0; k < run->numbers; k++)
            if (strcmp(run->number[k].measure, measure) == 0 &&
                strcmp(run->number[k].number, number) == 0) {
                row = &run->number[k];
                x[n] = (double)row->iteration;
                y[n++] = row->value;
            }
        if (n > 1)
            curves[count++] = (PictureCurve){
                .name = report_label(report, &report->run[i]), .x = x, .y = y, .n = n};
    }
    OWNED char *title = row ? measured_number_title(row) : NULL;
    html_chart(html, title,
               &(PictureChart){.curves = curves, .count = count, .x_name = "iteration"});
    for (size_t i = 0; i < report->count; i++)
        release(points[i]);
}

static void write_charts(Html *html, const Report *report, const RunMeasure *measure) {
    const MeasureKind *kind = measure->kind;
    html_open(html, "div", "class", "row", NULL);
    bool strength = kind && kind->strength;
    for (const char *const *name = kind ? kind->headline : NULL; name && *name; name++) {
        strength = strength && strcmp(*name, kind->strength) != 0; // it has a chart already
        write_series(html, report, measure->name, *name);
    }
    if (strength)
        write_series(html, report, measure->name, kind->strength);
    write_series(html, report, measure->name, "similarity.last");
    html_close(html, "div");
}

// A chart of a quantity, with a curve for each of its columns.
static void write_quantity(Html *html, const HistoryTable *table, const char *quantity,
                           const char *label) {
    OWNED PictureCurve *curves = allocate(table->columns, sizeof *curves);
    const char *meaning = NULL;
    size_t count = 0;
    for (size_t k = 1; k < table->columns; k++) {
        const HistoryColumn *column = &table->column[k];
        if (strcmp(column->quantity, quantity) != 0)
            continue;
        meaning = meaning ? meaning : column->meaning;
        curves[count++] = (PictureCurve){
            .name = column->of, .x = table->column[0].value, .y = column->value, .n = table->rows};
    }
    bool described = meaning[0] != '\0';
    OWNED char *title = format_text("%s%s%s%s%s%s", label, label[0] ? ": " : "", quantity,
                                    described ? " (" : "", meaning, described ? ")" : "");
    html_chart(html, title,
               &(PictureChart){.curves = curves, .count = count, .x_name = "iteration"});
}

static void write_history(Html *html, const HistoryTable *table, const char *label) {
    OWNED const char **quantity = NULL;
    size_t n = 0;
    for (size_t k = 1; k < table->columns; k++)
        names_add(&quantity, &n, table->column[k].quantity);
    for (size_t k = 0; table->rows > 1 && k < n; k++)
        write_quantity(html, table, quantity[k], label);
}

static void write_histories(Html *html, const Report *report) {
    size_t rows = 0;
    for (size_t i = 0; i < report->count; i++)
        rows += report->run[i].history.rows;
    if (rows == 0)
        return;
    html_words(html, "h3", NULL, "history.csv");
    html_open(html, "div", "class", "row", NULL);
    for (size_t i = 0; i < report->count; i++)
        write_history(html, &report->run[i].history, report_label(report, &report->run[i]));
    html_close(html, "div");
}

void report_development(Html *html, const void *what) {
    const Report *report = what;
    const RunMeasures *measures = &report->measures;
    for (size_t k = 0; k < measures->count; k++) {
        write_strips(html, report, measures->measure[k].name);
        write_charts(html, report, &measures->measure[k]);
    }
    write_histories(html, report);
}
