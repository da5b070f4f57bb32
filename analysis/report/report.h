// SPDX-License-Identifier: GPL-3.0-or-later
// Report: what a page about one run, or several side by side, is made of.
//
// It knows the kinds of measures by their tables alone, so that a new kind appears by itself.
#pragma once

#include "records/measured_run.h"
#include "report/html_table.h"
#include "report/picture_album.h"
#include "run/history_table.h"
#include "settings/echoed_config.h"

typedef struct {
    char *name;           // the folder's; its path where two would have one name; owned
    MeasuredRun measured; // every number of every iteration
    json_t *provenance;   // run.json
    EchoedConfig config;
    PictureAlbum album;
    HistoryTable history;
} ReportedRun;

typedef struct {
    size_t count;
    ReportedRun *run; // [count] owned
} Report;

// Reads the folders of n runs, finished or not. Call report_free either way.
bool report_read(Report *report, const char *const *folders, size_t n, Error *error);
void report_free(Report *report);

// The names of all measures, in the order in which runs have them; the caller releases the array.
const char **report_measures(const Report *report, size_t *n);
// The kind of a measure, from the first run that has it; NULL where this program knows none of that
// name.
const MeasureKind *report_kind(const Report *report, const char *measure);
// A run's newest number of that name; NULL where it has none.
const MeasuredNumber *report_newest(const ReportedRun *run, const char *measure, const char *name);
// A measure's series of pictures (NULL: those of no measure), each from the first run that has it;
// the caller releases the array.
const AlbumSeries **report_series(const Report *report, const char *measure, size_t *n);

// How the one run is called beside others: not at all where there is only one run.
const char *report_label(const Report *report, const ReportedRun *run);
// The columns of a table of all runs: the first, one of a class for each run, the last (NULL:
// none); the caller releases the array.
HtmlColumn *report_columns(const Report *report, const char *first, const char *class,
                           const char *last, size_t *n);
