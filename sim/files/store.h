// SPDX-License-Identifier: GPL-3.0-or-later
// Store: an HDF5 file of named arrays, texts and notes.
//
// Names are paths ("/sheets/v1/threshold"); groups on the way are made as needed. Type, rank and
// size of an array, and what is stored of it, are checked before anything is allocated or read.
// Links to other files are refused. Every error names the file. An array that is missing and one
// that is damaged have different messages. Files of equal arrays have equal bytes. HDF5 prints
// nothing while a store is open; closing it restores the caller's setting of this printing.
#pragma once

#include "base/error.h"
#include "files/seal.h"
#include "files/store_move.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_RANK_MOST = 4 };
#define STORE_LIBRARY "the HDF5 library" // for guarded_run

typedef enum { STORE_READ, STORE_EXTEND, STORE_CREATE } StoreMode;

typedef struct {
    int64_t file;                     // HDF5's handle, negative when closed
    int64_t links;                    // HDF5's list of how names are followed
    bool checked;                     // arrays are written with checksums
    Seal *seal;                       // takes note of what is written; NULL: none; borrowed
    char *path;                       // owned
    int (*printing)(int64_t, void *); // HDF5's printing of errors outside the store
    void *printing_context;
} Store;

// Call this once, before anything reads or writes HDF5. It stops the library from closing files at
// exit, where it would crash if a full disk had kept one open.
void store_prepare(void);

// STORE_CREATE leaves `seal` bytes free at the front of the file (0, or a power of two from 512).
// Where nothing seals the file, its arrays get checksums (Fletcher's), which are checked when they
// are read.
bool store_open(Store *store, const char *path, StoreMode mode, size_t seal, Error *error);
bool store_close(Store *store, Error *error); // writes the rest; the store is closed even on error

// Makes an array of `rank` axes; a list, which has one axis; a list in parts, the first part first.
#define store_write(store, name, rank, shape, values, error)                                       \
    store_write_numbers(store, name, store_type(values), rank, shape, values, error)
#define store_write_list(store, name, n, values, error)                                            \
    store_write_part(store, name, ((StorePart){n, 0, n}), values, error)
#define store_write_part(store, name, part, values, error)                                         \
    store_write_numbers_part(store, name, store_type(values), part, values, error)
bool store_write_text(Store *store, const char *name, const char *text, Error *error);
// Adds a note to an array, as an attribute.
bool store_note(Store *store, const char *name, const char *key, const char *text, Error *error);

// Reads n numbers, or a part of a list of n, and converts them from the type in the file. Refuses
// an array of another size.
#define store_read(store, name, n, values, error)                                                  \
    store_read_part(store, name, ((StorePart){n, 0, n}), values, error)
#define store_read_part(store, name, part, values, error)                                          \
    store_read_numbers(store, name, store_type(values), part, values, error)
// One text; owned by the caller, NULL on error.
char *store_read_text(Store *store, const char *name, Error *error);

// The lengths of an array's axes, and their product, which is 1 for a single number.
bool store_shape(Store *store, const char *name, int *rank, size_t shape[static STORE_RANK_MOST],
                 size_t *count, Error *error);
// A note on an array, "" for none; owned by the caller, NULL on error.
char *store_read_note(Store *store, const char *name, const char *key, Error *error);

// Does this name exist? A damaged object exists: reading it reports what is wrong.
bool store_has(Store *store, const char *name);
bool store_remove(Store *store, const char *name, Error *error);

// The names in a group, in alphabetical order; none where there is no such group. NULL-terminated,
// released by store_names_free; NULL on error.
char **store_names(Store *store, const char *group, Error *error);
void store_names_free(char **names);

// What the macros above call.
bool store_write_numbers(Store *store, const char *name, StoreType type, size_t rank,
                         const size_t *shape, const void *values, Error *error);
bool store_write_numbers_part(Store *store, const char *name, StoreType type, StorePart part,
                              const void *values, Error *error);
bool store_read_numbers(Store *store, const char *name, StoreType type, StorePart part,
                        void *values, Error *error);
