// SPDX-License-Identifier: GPL-3.0-or-later
// RunPlan: the runs to make, each in a folder of its own within one folder.
//
// Invariant: a run that waits for another comes after it; a run that planned_run_check accepted has
// a config that its verb accepts.
#pragma once

#include "settings/setting.h"

#include <stddef.h>

typedef struct PlannedRun PlannedRun;

// A verb of the program that makes runs.
typedef struct {
    const char *name; // as typed
    bool threaded;    // does it take --threads?
    // Reads a run's config with its changes, and sets the run's `text` and `iterations`.
    bool (*check)(PlannedRun *run, Error *error);
} RunVerb;

extern const RunVerb run_verb; // of networks

struct PlannedRun {
    char *name;          // of its folder; owned
    char *config;        // path of the file; owned
    bool made;           // is it the config.cfg of a run's folder?
    const RunVerb *verb; // that makes it
    size_t changes;      // of the config, made in this order
    char **change;       // "path=value"; owned
    bool waits;          // for another run to finish,
    size_t after;        // whose index is this
    char *text;          // the whole config, echoed; NULL: not known; owned
    int64_t iterations;  // at its end
    char **label;        // [labels of the plan] owned; NULL: none
};

typedef struct {
    size_t count, labels;
    PlannedRun *run;               // owned
    const char *const *label_name; // [labels] the columns of a table that identify a run; borrowed
} RunPlan;

// Adds a run of a network, and takes over `name`. The pointer is valid until the next run is added.
PlannedRun *run_plan_add(RunPlan *plan, char *name, const char *config);
void planned_run_change(PlannedRun *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void planned_run_change_all(PlannedRun *run, const TextList *changes);
void run_plan_drop_last(RunPlan *plan);
void run_plan_free(RunPlan *plan);

// Reads a run's config with its changes; `place` begins the messages.
bool planned_run_check(PlannedRun *run, const char *place, Error *error);

// How far a run is, by the files in its folder.
typedef enum {
    PLANNED_MISSING, // has saved nothing: begins anew
    PLANNED_BEGUN,   // goes on from its last checkpoint
    PLANNED_BEFORE,  // goes on from the checkpoint before the last, which is damaged
    PLANNED_FINISHED,
    PLANNED_FAILED,
} PlannedState;
PlannedState planned_run_state(const PlannedRun *run, const char *folder);

// Did a run fail because activity diverged, which it does whenever it is made? It may also fail for
// want of room on a disk.
bool planned_run_diverged(const PlannedRun *run, const char *folder);

// Refuses a folder that holds a run of this name with another config.
bool planned_run_matches(const PlannedRun *run, const char *folder, Error *error);

// "folder/name"; owned by the caller.
char *planned_run_path(const PlannedRun *run, const char *folder);
