// SPDX-License-Identifier: GPL-3.0-or-later
// PictureFile: a PNG file as it stands on the disk.
//
// Invariant: after picture_file_read() succeeded, `bytes` is a whole file, from signature to end.
#pragma once

#include "base/error.h"

#include <stddef.h>

typedef struct {
    size_t size;
    unsigned char *bytes;   // owned
    unsigned width, height; // pixels
} PictureFile;

// False where the file cannot be read, or is no PNG or not a whole one; call picture_file_free
// either way.
bool picture_file_read(PictureFile *picture, const char *path, Error *error);
void picture_file_free(PictureFile *picture);
