// SPDX-License-Identifier: GPL-3.0-or-later
// RunsFolder: the folder that the runs of a plan share. A file KIND.json in it says what it is and
// which commands worked on it, so that the same command goes on with it.
#pragma once

#include "batch/run_plan.h"

typedef struct {
    char *path;       // owned
    const char *kind; // "sweep", "replication"; borrowed
    int lock;         // 0: none
} RunsFolder;

// Makes a folder, or goes on with one of the kind: `wanted`, or for NULL a new one,
// outputs/NAME-KIND-001 and so on with NAME from the file's. Locks it, unless `shared` with other
// processes, until runs_folder_close. Refuses a folder with runs of other configs than planned.
bool runs_folder_open(RunsFolder *folder, const char *kind, const char *wanted, const char *file,
                      bool shared, Error *error);
bool runs_folder_check(const RunsFolder *folder, const RunPlan *plan, Error *error);
void runs_folder_close(RunsFolder *folder);

// Notes in KIND.json what is about to work on it.
bool runs_folder_note(const RunsFolder *folder, const char *command, Error *error);
