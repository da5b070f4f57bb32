// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a report: the newest of each kind, measure by measure, with the runs side by
// side.
#include "base/memory.h"
#include "report/picture_figure.h"
#include "report/report_parts.h"

// The newest picture of one kind of each run that has it.
static void write_newest(Html *html, const Report *report, const AlbumSeries *first) {
    for (size_t i = 0; i < report->count; i++) {
        const AlbumSeries *series = picture_album_find(&report->run[i].album, first);
        if (series)
            picture_figure(html, &series->picture[series->count - 1],
                           report_label(report, &report->run[i]));
    }
}

// The pictures of a measure; NULL: those of none.
static void write_measure(Html *html, const Report *report, const RunMeasure *measure) {
    size_t n;
    OWNED const AlbumSeries **list = report_series(report, measure ? measure->name : NULL, &n);
    if (n == 0)
        return;
    html_words(html, "h3", NULL, "%s", measure ? measure->name : "Others");
    if (measure && measure->kind)
        html_words(html, "p", "small", "%s", measure->kind->observable.kind.help);
    html_open(html, "div", "class", "row", NULL);
    for (size_t k = 0; k < n; k++) {
        if (k > 0 && report->count > 1) { // several runs: a row for each kind of picture
            html_close(html, "div");
            html_open(html, "div", "class", "row", NULL);
        }
        write_newest(html, report, list[k]);
    }
    html_close(html, "div");
}

// Warns if a run's pictures are listed by their file names only.
static void write_unlisted(Html *html, const ReportedRun *run) {
    if (run->album.index.by_names)
        html_words(html, "p", "small warning",
                   "%s has no readable maps/pictures.json, so its pictures go by their file names. "
                   "pinwheel measure %s writes one with their titles.",
                   run->name, run->name);
}

void report_pictures(Html *html, const void *what) {
    const Report *report = what;
    size_t pictures = 0;
    for (size_t i = 0; i < report->count; i++)
        pictures += report->run[i].album.count;
    html_words(html, "p", "small", "%s",
               pictures == 0 ? "Nothing has been drawn."
               : report_is_analysis(&report->run[0])
                   ? "The key is drawn in each picture."
                   : "The newest of each kind; the key is drawn in each.");
    for (size_t i = 0; i < report->count; i++)
        write_unlisted(html, &report->run[i]);
    for (size_t k = 0; k < report->measures.count; k++)
        write_measure(html, report, &report->measures.measure[k]);
    write_measure(html, report, NULL);
}
