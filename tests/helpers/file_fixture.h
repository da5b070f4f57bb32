// SPDX-License-Identifier: GPL-3.0-or-later
// Files that tests make for themselves, in a folder of their own that is removed at the end.
#pragma once

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

// Makes and removes the folder: to be given to cmocka_run_group_tests.
int fixture_make(void **state);
int fixture_remove(void **state);

// FOLDER/name; valid until the eighth call after this one.
const char *fixture_path(const char *name);

// Writes a PNG file: bytes[height * stride] as PNG stores them (depth bits a channel, packed,
// big-endian). `palette` has three bytes a colour.
typedef struct {
    unsigned width, height;
    int depth, colour; // PNG_COLOR_TYPE_...
    const unsigned char *bytes;
    size_t stride;
    const unsigned char *palette;
    int colours;
    bool interlaced;
} FixturePng;
void fixture_png(const char *path, const FixturePng *png);

// The common case: one byte of grey a pixel.
void fixture_grey(const char *path, unsigned height, unsigned width, const unsigned char *bytes);

// Adds a dataset to an HDF5 file, making both file and groups where needed: `stored` is its type in
// the file, `memory` that of `values`.
void fixture_dataset(const char *path, const char *dataset, hid_t stored, hid_t memory, int rank,
                     const hsize_t *shape, const void *values);

// Adds a text to a dataset, as an attribute.
void fixture_note(const char *path, const char *dataset, const char *key, const char *text);

// Writes a file of n bytes; cuts one to n bytes.
void fixture_bytes(const char *path, const void *bytes, size_t n);
void fixture_cut(const char *path, long n);
long fixture_size(const char *path);
