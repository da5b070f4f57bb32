// SPDX-License-Identifier: GPL-3.0-or-later
// RunsFolder: the folder that the runs of a plan share. Its file KIND.json marks it as the folder
// of a sweep, a replication or a fit, and lists the commands that worked on it.
#pragma once

#include "batch/run_plan.h"

typedef struct {
    char *path;       // owned
    const char *kind; // "sweep", "replication", "fit"; borrowed
    int lock;         // 0: none
} RunsFolder;

// Opens the folder `wanted`, which is missing, empty or of this kind; for NULL a new folder
// outputs/NAME-KIND-001, -002 and so on, with NAME from `file`. Locks it until runs_folder_close,
// unless other processes share it.
bool runs_folder_open(RunsFolder *folder, const char *kind, const char *wanted, const char *file,
                      bool shared, Error *error);
void runs_folder_close(RunsFolder *folder);

// Refuses a folder that holds a run of the plan with another config.
bool runs_folder_check(const RunsFolder *folder, const RunPlan *plan, Error *error);

// Puts the title into KIND.json, and adds the program and its command line.
bool runs_folder_note(const RunsFolder *folder, const char *title, const char *command,
                      Error *error);
