// SPDX-License-Identifier: GPL-3.0-or-later
// DataCatalogue: what is in a file: the name, type and shape of each array, before any value is
// read.
#pragma once

#include "arrays/data_array.h"
#include "base/error.h"

enum {
    DATA_CATALOGUE_MOST = 1000
}; // arrays of a file that are listed; the others are read by name

typedef struct {
    char *name;      // owned
    char *type;      // owned
    DataOrder order; // of the author's program
    // The order in which values come from the file: the author's first axis fastest, or the last.
    bool first_fastest;
    bool is_complex;
    int rank; // may be larger than can be read; then only the first lengths are there
    size_t shape[DATA_RANK_MOST]; // as the author sees it
} DataHead;

typedef struct {
    size_t count;
    DataHead *head; // owned
} DataCatalogue;

// Adds a head, whose name and type it takes over.
void data_catalogue_add(DataCatalogue *catalogue, DataHead head);
void data_catalogue_free(DataCatalogue *catalogue);
void data_head_free(DataHead *head);

// Finds the array of that name in a catalogue of `path`. NULL, with a message that lists what is
// there: there is none of that name; or `name` is NULL, and the catalogue holds none, or several.
const DataHead *data_catalogue_find(const DataCatalogue *catalogue, const char *path,
                                    const char *name, Error *error);
