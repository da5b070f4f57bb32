// SPDX-License-Identifier: GPL-3.0-or-later
// Store: an HDF5 file of named arrays and attributes.
//
// Names are paths ("/sheets/v1/threshold"); groups on the way are made as needed. Every error names
// the file.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { STORE_READ, STORE_EXTEND, STORE_CREATE } StoreMode;

typedef struct {
    int64_t file; // HDF5's handle, negative when closed
    char *path;   // owned
} Store;

// To be called once, before anything reads or writes HDF5: the library then leaves alone at exit
// what could not be closed because the disk is full. Otherwise it crashes there.
void store_prepare(void);

// STORE_CREATE leaves `seal` bytes free at the front of the file (0, or a power of two from 512).
bool store_open(Store *store, const char *path, StoreMode mode, size_t seal, Error *error);
bool store_close(Store *store, Error *error); // writes what is left; the store is closed either way

bool store_write_floats(Store *store, const char *name, size_t rank, const size_t *shape,
                        const float *values, Error *error);
bool store_write_doubles(Store *store, const char *name, size_t rank, const size_t *shape,
                         const double *values, Error *error);
bool store_write_integers(Store *store, const char *name, size_t n, const int64_t *values,
                          Error *error);
// A long list in parts, the first with first = 0: values[count] become first, first + 1, ... of n.
typedef struct {
    size_t n, first, count;
} StorePart;
bool store_write_floats_part(Store *store, const char *name, StorePart part, const float *values,
                             Error *error);
bool store_write_integers_part(Store *store, const char *name, StorePart part,
                               const int64_t *values, Error *error);
bool store_write_text(Store *store, const char *name, const char *text, Error *error);
// An attribute of an array that is there.
bool store_note(Store *store, const char *name, const char *key, const char *text, Error *error);

// Reads exactly n values; refuses an array of another size.
bool store_read_floats(Store *store, const char *name, size_t n, float *values, Error *error);
bool store_read_floats_part(Store *store, const char *name, StorePart part, float *values,
                            Error *error);
bool store_read_doubles(Store *store, const char *name, size_t n, double *values, Error *error);
bool store_read_integers(Store *store, const char *name, size_t n, int64_t *values, Error *error);
char *store_read_text(Store *store, const char *name,
                      Error *error); // owned by the caller; NULL on error

// The lengths of an array's axes, of which there must be `rank`.
bool store_shape(Store *store, const char *name, size_t rank, size_t *shape, Error *error);
// An attribute of an array; "" where there is none. Owned by the caller.
char *store_read_note(Store *store, const char *name, const char *key);

bool store_has(Store *store, const char *name);
bool store_remove(Store *store, const char *name, Error *error);

// The names in a group, in alphabetical order: owned by the caller with their array;
// NULL-terminated.
char **store_names(Store *store, const char *group);
