// SPDX-License-Identifier: GPL-3.0-or-later
// Report: one HTML page about one run, or several side by side, that needs nothing beside itself:
// pictures lie within it, and there is no script. It knows the kinds of measures by their tables
// alone, so that a new kind appears in it by itself.
//
// Its parts stand in report_parts.h.
#pragma once

#include "settings/echoed_config.h"
#include "records/measured_run.h"
#include "report/picture_album.h"

typedef struct {
    char *name;           // the folder's; its path where two would have one name; owned
    MeasuredRun measured; // every number of every iteration
    json_t *provenance;   // run.json
    EchoedConfig config;
    PictureAlbum album;
    char *history; // text of history.csv; "": there is none; owned
} ReportedRun;

typedef struct {
    size_t count;
    ReportedRun *run; // [count] owned
} Report;

// Reads the folders of n runs, finished or not. Call report_free either way.
bool report_read(Report *report, const char *const *folders, size_t n, Error *error);
void report_free(Report *report);

// Replaces the file `path` by the page.
bool report_write(const Report *report, const char *path, Error *error);
