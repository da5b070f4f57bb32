// SPDX-License-Identifier: GPL-3.0-or-later
// Report: the data of a page about one run, or about several runs side by side, and the page.
//
// It uses only the tables of the kinds of measures, so a new kind appears in it without a change.
#pragma once

#include "records/measured_run.h"
#include "report/html.h"
#include "report/picture_album.h"
#include "run/history_table.h"
#include "settings/echoed_config.h"

typedef struct {
    char *name;           // of the folder, or its path if two folders have the same name; owned
    MeasuredRun measured; // every number of every iteration
    EchoedConfig config;
    PictureAlbum album;
    HistoryTable history;
} ReportedRun;

typedef struct {
    size_t count;
    ReportedRun *run; // [count] owned
    RunMeasures measures;
    const char *page; // the path of the page while it is written
} Report;

// Reads the folders of n runs, finished or not, or of analyses. Call report_free either way.
bool report_read(Report *report, const char *const *folders, size_t n, Error *error);
void report_free(Report *report);

// Writes the page to the file `path`, which it replaces: HTML that needs no other file, contains
// its pictures and has no script (report_page.c).
bool report_write(const Report *report, const char *path, Error *error);

// Is it the folder of an analysis of arrays from elsewhere? It has neither config nor history.
bool report_is_analysis(const ReportedRun *run);

// Is it the folder of a circuit? A circuit has findings, and no iterations.
bool report_is_circuit(const ReportedRun *run);

// A run's newest number of that name; NULL: none.
const MeasuredNumber *report_newest(const ReportedRun *run, const char *measure, const char *name);

// A measure's series of pictures (NULL: those of no measure), each from the first run that has it;
// the caller releases the array.
const AlbumSeries **report_series(const Report *report, const char *measure, size_t *n);

// The name that distinguishes a run from others; "" if there is one run only.
const char *report_label(const Report *report, const ReportedRun *run);

// The columns of a table of all runs: the first, one with a class for each run, and the last (NULL:
// none); the caller releases the array.
HtmlColumn *report_columns(const Report *report, const char *first, const char *class,
                           const char *last, size_t *n);
