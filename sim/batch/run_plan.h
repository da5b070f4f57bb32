// SPDX-License-Identifier: GPL-3.0-or-later
// RunPlan: runs that are to be made, each in a folder of its own within one folder.
//
// Invariant: a run that waits for another stands after it; the config of each that
// planned_run_check has read is one that its verb accepts.
#pragma once

#include "settings/setting.h"

#include <stddef.h>

typedef struct PlannedRun PlannedRun;

// A verb of the program that carries out runs.
typedef struct {
    const char *name; // as typed
    bool threaded;    // does it take --threads?
    // Reads a run's config with its changes, and gives the run its `text` and `iterations`.
    bool (*check)(PlannedRun *run, Error *error);
} RunVerb;

extern const RunVerb run_verb; // of networks

struct PlannedRun {
    char *name;          // of its folder; owned
    char *config;        // the file; owned
    const RunVerb *verb; // that makes it
    size_t changes;      // made in this order
    char **change;       // "path=value"; owned
    bool waits;          // for another run,
    size_t after;        // which this is
    char *text;          // the whole config, echoed; NULL before it was checked; owned
    int64_t iterations;  // to its end
};

typedef struct {
    size_t count;
    PlannedRun *run; // owned
} RunPlan;

// Columns that say which run a row is about.
typedef struct {
    size_t count;
    const char *const *name; // borrowed, as the context
    const void *context;
    // What stands in a column for a run; owned by the caller.
    char *(*text)(const void *context, size_t run, size_t column);
} RunLabels;

// Adds a run of a network, which stays where it is until the next is added; adds a change to one.
PlannedRun *run_plan_add(RunPlan *plan, char *name, const char *config); // takes over `name`
void planned_run_change(PlannedRun *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void planned_run_change_all(PlannedRun *run, const TextList *changes);
void run_plan_drop_last(RunPlan *plan);
void run_plan_free(RunPlan *plan);

// Reads a run's config with its changes; mistakes are told with `place` before them.
bool planned_run_check(PlannedRun *run, const char *place, Error *error);

// How far a run is, by what is in its folder.
typedef enum {
    PLANNED_MISSING, // or given up before anything of it was saved: begins anew
    PLANNED_BEGUN,   // goes on from its checkpoint,
    PLANNED_BEFORE,  // or from the checkpoint before it, as the last is damaged
    PLANNED_FINISHED,
    PLANNED_FAILED,
} PlannedState;
PlannedState planned_run_state(const PlannedRun *run, const char *folder);

// Refuses a folder in which another config was run under this name.
bool planned_run_matches(const PlannedRun *run, const char *folder, Error *error);

// "folder/name"; owned by the caller.
char *planned_run_path(const PlannedRun *run, const char *folder);
