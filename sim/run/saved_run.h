// SPDX-License-Identifier: GPL-3.0-or-later
// SavedRun: a run directory on the disk, with its experiment and the chosen saved state.
#pragma once

#include "run/experiment.h"

typedef struct {
    char *folder;     // owned
    char *checkpoint; // path of the state; owned
    Experiment experiment;
} SavedRun;

// Reads DIR/config.cfg and finds a whole saved state: the last checkpoint, the one before it
// (`previous`), or for at >= 0 the state saved at that iteration. Refuses a damaged checkpoint and
// names the one before it, and a run that is going on. `override` may change the iterations.
// Refuses a config.cfg that differs from the config of the state. Call saved_run_close either way.
bool saved_run_open(SavedRun *saved, const char *folder, int64_t at, bool previous,
                    const char *override, Error *error);
// What a run may get when it goes on: "iterations=N" with a valid number; else refused with the
// sentence.
extern const char saved_run_changes[];
bool saved_run_check_change(const char *change, Error *error);

// How a run that stopped goes on: "go on with: pinwheel resume DIR", or where nothing was saved the
// command that starts it again in its folder; owned by the caller.
char *saved_run_remedy(const char *folder);

// Has the run come to its end, with its last state saved?
bool saved_run_is_finished(const SavedRun *saved);
void saved_run_close(SavedRun *saved);

// The saved state of a path: the path itself, or the last checkpoint of a run's folder. Owned by
// the caller; NULL on error.
char *saved_run_state(const char *path, Error *error);
