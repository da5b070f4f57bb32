// SPDX-License-Identifier: GPL-3.0-or-later
// Npy: an array as NumPy stores it, from a file or from a member of an archive.
//
// It begins with "\x93NUMPY", two bytes of version, the length of a header, and that header, which
// is a dictionary of Python's: {'descr': '<f8', 'fortran_order': False, 'shape': (60, 90), }.
#pragma once

#include "arrays/data_sink.h"

// Where the bytes come from.
typedef struct {
    const char *path;                                  // for messages; borrowed
    const char *name;                                  // of the array; borrowed
    size_t (*take)(void *from, void *bytes, size_t n); // returns less at the end, or on an error
    void *from;
} NpySource;

typedef struct {
    DataHead head;
    DataNumber number; // of a real or an imaginary part
} NpyHeader;

// Reads the header; the values follow. The head is owned by the caller.
bool npy_read_header(const NpySource *source, NpyHeader *header, Error *error);

// Reads the values; `stored` is as for data_sink_begin.
bool npy_read_values(const NpySource *source, const NpyHeader *header, double stored,
                     DataSink *sink, Error *error);
