// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoint: a network's whole state in one sealed HDF5 file.
//
// A new checkpoint replaces the old one atomically: written beside it, flushed to the disk, then
// renamed; the old one is kept as NAME.prev.h5. A kill at any moment leaves at least one good file.
#pragma once

#include "model/network.h"

// How one sheet settled since the start: presentations in which it did so within its tolerance, and
// activations that all presentations took.
typedef struct {
    int64_t settled, steps;
} SettlingCount;

// What a run remembers beside the network.
typedef struct {
    bool events_done;        // those of this iteration
    int64_t interval;        // presentations since the last row of the history
    size_t sum_count;        // of what the history sums
    double *sums;            // [sum_count] over the interval (history.h), borrowed
    SettlingCount *settling; // [sheets of the network] borrowed
    char *config;            // the echoed config, borrowed
} RunMemory;

// Writes DIR/NAME.h5. With `indices`, each field's source units are written too, so that the file
// can serve as initial weights elsewhere; that doubles its size.
bool checkpoint_write(const Network *network, const RunMemory *memory, const char *folder,
                      const char *name, bool indices, Error *error);

// Reads the config that a checkpoint was made with; NULL on error. Checks the seal first.
char *checkpoint_config(const char *path, Error *error);

// Restores a network of the same sheets and fields, and memory, whose arrays have the room for it,
// from a file whose seal was checked (seal_check, checkpoint_config).
// Where the history sums something else, its interval begins anew. Refuses any other state.
bool checkpoint_read(Network *network, RunMemory *memory, const char *path, Error *error);

// The iteration of a whole checkpoint, or -1.
int64_t checkpoint_iteration(const char *path);
