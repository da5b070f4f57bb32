// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a report: the newest of each kind, measure by measure, runs side by side.
#include "base/memory.h"
#include "base/names.h"
#include "report/report_parts.h"
#include "report/thumbnail.h"

#include <string.h>

static void write_figure(Html *html, const PictureFile *file, const char *caption) {
    char *alternative =
        format_text("%s. %s%s%s", file->title, file->description, caption[0] ? ". " : "", caption);
    html_open(html, "figure", "class", "picture", NULL);
    html_picture(html,
                 &(HtmlPicture){file->bytes, file->size, file->width, file->height, alternative});
    if (caption[0])
        html_words(html, "figcaption", NULL, "%s", caption);
    html_close(html, "figure");
    release(alternative);
}

void report_picture(Html *html, const AlbumPicture *picture, const char *caption) {
    write_figure(html, &picture->file, caption);
}

void report_thumbnail(Html *html, const AlbumPicture *picture, unsigned width, const char *caption,
                      bool map_alone) {
    PictureFile thumbnail;
    bool smaller = thumbnail_make(&thumbnail, &picture->file, width, map_alone);
    write_figure(html, smaller ? &thumbnail : &picture->file, caption);
    picture_file_free(&thumbnail);
}

const char **report_series(const Report *report, const char *measure, size_t *n) {
    const char **names = NULL;
    *n = 0;
    for (size_t i = 0; i < report->count; i++)
        for (size_t j = 0; j < report->run[i].album.count; j++) {
            const AlbumSeries *series = &report->run[i].album.series[j];
            if (strcmp(series->measure, measure) == 0)
                names_add(&names, n, series->name);
        }
    return names;
}

// One kind of picture, the newest of each run that has it.
static void write_newest(Html *html, const Report *report, const char *name) {
    for (size_t i = 0; i < report->count; i++) {
        const AlbumSeries *series = picture_album_find(&report->run[i].album, name);
        if (series)
            report_picture(html, &series->picture[series->count - 1],
                           report_label(report, &report->run[i]));
    }
}

static void write_measure(Html *html, const Report *report, const char *measure,
                          const char *title) {
    size_t n;
    const char **names = report_series(report, measure, &n);
    const MeasureKind *kind = report_kind(report, measure);
    if (n > 0) {
        html_words(html, "h3", NULL, "%s", title);
        if (kind)
            html_words(html, "p", "small", "%s", kind->observable.kind.help);
    }
    if (n > 0 && report->count == 1)
        html_open(html, "div", "class", "row", NULL);
    for (size_t k = 0; k < n; k++) {
        if (report->count > 1)
            html_open(html, "div", "class", "row", NULL);
        write_newest(html, report, names[k]);
        if (report->count > 1)
            html_close(html, "div");
    }
    if (n > 0 && report->count == 1)
        html_close(html, "div");
    release(names);
}

void report_pictures(Html *html, const Report *report) {
    size_t n, pictures = 0;
    const char **measures = report_measures(report, &n);
    for (size_t i = 0; i < report->count; i++)
        pictures += report->run[i].album.count;
    report_section(html, "pictures", "Maps and pictures");
    html_words(html, "p", "small", "%s",
               pictures > 0 ? "The newest of each kind; the key is drawn in each."
                            : "Nothing has been drawn.");
    for (size_t k = 0; k < n; k++)
        write_measure(html, report, measures[k], measures[k]);
    write_measure(html, report, "", "Others");
    html_close(html, "section");
    release(measures);
}
