// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoint: a network's whole state in one sealed HDF5 file.
//
// A new checkpoint replaces the old one atomically: it is written to another file, flushed to the
// disk, then renamed. The old one becomes NAME.prev.h5. A kill at any moment leaves at least one
// good file.
#pragma once

#include "model/network.h"

// How one sheet settled since the start: presentations in which it settled within its tolerance,
// and activations of all presentations.
typedef struct {
    int64_t settled, steps;
} SettlingCount;

// What a run remembers beside the network.
typedef struct {
    bool events_done;        // of this iteration
    int64_t interval;        // presentations since the last row of the history
    size_t sum_count;        // sums of the history
    double *sums;            // [sum_count] over the interval (history.h), borrowed
    SettlingCount *settling; // [sheets of the network] borrowed
    char *config;            // the echoed config, borrowed
    char *inputs;            // as JSON (run_inputs.h), borrowed; NULL: none
} RunMemory;

// Writes DIR/NAME.h5. `indices` adds each field's source units, so that the file can serve as
// initial weights elsewhere; they double its size.
bool checkpoint_write(const Network *network, const RunMemory *memory, const char *folder,
                      const char *name, bool indices, Error *error);

// Reads the config that a checkpoint was made with; NULL on error. Checks the seal first.
char *checkpoint_config(const char *path, Error *error);

// Reads the inputs of the run that made a checkpoint whose seal was checked; NULL on error, or
// without one where the file has none.
char *checkpoint_inputs(const char *path, Error *error);

// Restores a network of the same sheets and fields, and memory with arrays of the right size, from
// a file whose seal was checked (seal_check, checkpoint_config). Refuses any other state. Where the
// history has other sums, its interval begins anew.
bool checkpoint_read(Network *network, RunMemory *memory, const char *path, Error *error);

// The iteration of a whole checkpoint, or -1.
int64_t checkpoint_iteration(const char *path);
