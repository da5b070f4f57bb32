// SPDX-License-Identifier: GPL-3.0-or-later
// DataFormat: a format of files that hold arrays, found by a file's content.
#pragma once

#include "arrays/data_sink.h"

enum { DATA_START_MOST = 4096 }; // bytes

// How a file begins.
typedef struct {
    const char *path;
    unsigned char bytes[DATA_START_MOST];
    size_t n;         // of these
    long signature;   // where HDF5's signature lies; -1: nowhere
    long long length; // of the file
} DataStart;

typedef struct {
    const char *name;    // as "an HDF5 file"
    const char *library; // what reads it, for messages
    bool (*recognises)(const DataStart *start);
    // Lists the arrays of numbers.
    bool (*list)(const char *path, DataCatalogue *catalogue, Error *error);
    // Reads the array of that name into a sink; refuses a name that is not there.
    bool (*read)(const char *path, const char *name, DataSink *sink, Error *error);
} DataFormat;

extern const DataFormat data_format_hdf5, data_format_mat, data_format_npy, data_format_npz,
    data_format_tiff, data_format_png, data_format_table;

// The formats that a file is tried for, in that order; NULL-terminated.
extern const DataFormat *const data_formats[];

// Finds the format of a file; NULL, with a message: it cannot be opened, or is of none.
const DataFormat *data_format_of(const char *path, Error *error);

// Reads the array of that name, or, where `name` is NULL, the only one. This happens in the
// process that calls.
bool data_format_read(const DataFormat *format, const char *path, const char *name, DataSink *sink,
                      Error *error);

// Refuses a file that only a library that this build lacks could read: names Debian's package.
bool data_format_missing(const char *path, const char *what, const char *package, Error *error);
