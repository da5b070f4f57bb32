// SPDX-License-Identifier: GPL-3.0-or-later
// PictureFile: the bytes of a PNG file.
//
// Invariant: after picture_file_read() succeeds, `bytes` is the whole file, from signature to end.
#pragma once

#include "base/error.h"

#include <stddef.h>

typedef struct {
    size_t size;
    unsigned char *bytes;   // owned
    unsigned width, height; // pixels
} PictureFile;

// False if the file cannot be read, or is not a complete PNG file. Call picture_file_free either
// way.
bool picture_file_read(PictureFile *picture, const char *path, Error *error);
void picture_file_free(PictureFile *picture);
