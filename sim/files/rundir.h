// SPDX-License-Identifier: GPL-3.0-or-later
// Run directory: the folder that one run writes, and its files. These are replaced whole, so that a
// reader never finds half of one.
#pragma once

#include "base/error.h"
#include "files/ordinary_file.h"

#include <jansson.h>
#include <stdbool.h>

// Makes a folder for a new run: `wanted`, or for NULL outputs/NAME-001, -002, ... with NAME from
// the config's file name. Refuses a folder that is not empty; `force` removes the files of a former
// run from it. For an analysis the same, of a former analysis. Owned by the caller; NULL on error.
char *rundir_make(const char *wanted, const char *config, bool force, Error *error);
char *rundir_make_for_analysis(const char *wanted, bool force, Error *error);

// "folder/name"; owned by the caller.
char *rundir_path(const char *folder, const char *name);

// A folder's name without slashes at its end; the name of a config without folder and ".cfg". Owned
// by the caller.
char *rundir_plain(const char *folder);
char *rundir_base_name(const char *config);

// Replaces a file of a folder by what `write` prints, or by JSON.
bool rundir_replace(const char *folder, const char *name, OrdinaryFileWrite *write,
                    const void *what, Error *error);
bool rundir_replace_json(const char *folder, const char *name, const json_t *json, Error *error);

// Reads a JSON file or a text file; owned by the caller, NULL on error. With `missing_is_empty` a
// missing file reads as an empty object.
json_t *rundir_read_json(const char *folder, const char *name, bool missing_is_empty, Error *error);
char *rundir_read_text(const char *folder, const char *name, Error *error);

// Keeps other processes from working on the same run, until the caller passes the returned
// descriptor to close(2) or the process ends. -1 on error, as when another process is at work.
int rundir_lock(const char *folder, Error *error);
bool rundir_is_busy(const char *folder); // is a pinwheel at work on it?

bool rundir_make_folder(const char *path, Error *error);

// Makes a folder for files that nobody keeps, in $TMPDIR or /tmp; owned by the caller, NULL on
// error. Removes it with all that is in it.
char *rundir_make_temporary(Error *error);
bool rundir_remove(const char *folder, Error *error);

double rundir_bytes(const char *folder);     // of all files in it
bool rundir_is_run(const char *folder);      // does it hold a run.json?
bool rundir_is_analysis(const char *folder); // an analysis.json?
bool rundir_is_empty(const char *folder);    // or missing?

// Refuses a folder without a run.json, as a mistake of the command; says what it is instead.
bool rundir_fail_as_no_run(const char *folder, Error *error);

// "sweep", "replication" or "fit" if the folder holds the runs of one, else NULL.
const char *rundir_kind_of_runs(const char *folder);
