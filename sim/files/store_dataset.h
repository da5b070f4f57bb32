// SPDX-License-Identifier: GPL-3.0-or-later
// StoreDataset: a dataset of a store that is open, found by its path, with its shape. A path that
// leads nowhere is refused with the nearest one and a list of those that are there.
#pragma once

#include "files/store.h"

enum { STORE_DATASET_RANK_MOST = 8 };

// Handles of HDF5; a negative one is not open: HDF5 refuses to close it, which does no harm.
typedef struct {
    int64_t object, type, space;
    int rank;
    size_t shape[STORE_DATASET_RANK_MOST], count; // count: 0 where the space is empty
} StoreDataset;

#define STORE_DATASET_NONE ((StoreDataset){.object = -1, .type = -1, .space = -1})

// Opens it; to be closed on failure as well. Refuses a rank above `rank_most`.
bool store_dataset_open(const Store *store, const char *name, int rank_most, StoreDataset *dataset,
                        Error *error);
void store_dataset_close(const StoreDataset *dataset);

// What a dataset holds that holds no numbers, as "text", and "something else".
const char *store_class_name(int class);

// Is there nothing of this path? A damaged object is there.
bool store_is_absent(const Store *store, const char *name);

// Refuses a damaged object, with HDF5's reason for its last failed call.
bool store_fail_as_damaged(Error *error, const Store *store, const char *name, const char *how);

// The paths of the datasets in a file, at most `most`; each owned, the list NULL-terminated and
// released by store_names_free. Of a damaged file, with a message, those that are found.
char **store_dataset_paths(const Store *store, size_t most, Error *error);

// "a/b/", "//a//b" and "/a/b" are one path; owned by the caller.
char *store_plain_path(const char *path);
