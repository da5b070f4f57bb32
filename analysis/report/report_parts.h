// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a report's page, in their order, each in its own file report_PART.c.
#pragma once

#include "report/html.h"
#include "measure/measure.h"
#include "report/report.h"

extern const char *const report_style[]; // the page's CSS, in parts; NULL-terminated

void report_numbers(Html *html, const Report *report);     // those that sum measures up
void report_pictures(Html *html, const Report *report);    // each measure's newest
void report_development(Html *html, const Report *report); // series of pictures and of numbers
void report_all_numbers(Html *html, const Report *report); // of each measure's last iteration
void report_settings(Html *html, const Report *report);
void report_provenance(Html *html, const Report *report);

// For the parts: the names of all measures, in the order in which runs have them; the caller
// releases the array.
const char **report_measures(const Report *report, size_t *n);
// The kind of a measure, from the first run that has it; NULL where this program knows none of that
// name.
const MeasureKind *report_kind(const Report *report, const char *measure);
// A run's newest number of that name; NULL where it has none.
const MeasuredNumber *report_newest(const ReportedRun *run, const char *measure, const char *name);
// What the one run's column of a table is called: nothing where there is only one run.
const char *report_label(const Report *report, const ReportedRun *run);

// A picture with a caption ("": none), which its alternative text has as well.
void report_picture(Html *html, const AlbumPicture *picture, const char *caption);
// The same as a thumbnail of at most that width, for a strip or a grid; with `map_alone` cut to its
// map, where it tells the map's place.
enum { THUMBNAIL_WIDTH = 480 }; // pixels, for strips: half as many again as their 19rem
void report_thumbnail(Html *html, const AlbumPicture *picture, unsigned width, const char *caption,
                      bool map_alone);
// The names of the series of pictures that belong to a measure ("": to none); the caller releases
// the array.
const char **report_series(const Report *report, const char *measure, size_t *n);

// The page from its beginning to its heading; then, after what else its head is to hold, the
// contents, which name its sections; and its end.
typedef struct {
    const char *id, *title; // NULL ends a list
} ReportSection;
void report_page_begin(Html *html, const char *title);
void report_page_contents(Html *html, const ReportSection *section);
void report_page_end(Html *html);

// The section of a heading, to be ended by html_close(html, "section"); `id` is named by the
// contents.
void report_section(Html *html, const char *id, const char *title);
// A box that can be scrolled sideways on its own, to be ended by html_close(html, "div").
void report_wide(Html *html, const char *what);
