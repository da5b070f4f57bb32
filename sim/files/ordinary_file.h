// SPDX-License-Identifier: GPL-3.0-or-later
// OrdinaryFile: a regular file on the disk, read or replaced whole.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { ORDINARY_FILE_MOST = 1 << 29 }; // bytes of a file that is read whole

// Opens a file to be read; NULL with a message that names the path and the cause. A folder, a pipe
// or a device is refused at once. `kind` is what the file should be, as "an HDF5 file".
FILE *ordinary_file_open(const char *path, const char *kind, Error *error);
void ordinary_file_close(FILE **file); // NULL is welcome: for OWNED_BY

// Is there nothing of this name? A file that cannot be looked at is there.
bool ordinary_file_is_absent(const char *path);

// The `size` bytes of a file, and a NUL after them; owned by the caller, NULL on error.
unsigned char *ordinary_file_read(const char *path, const char *kind, size_t *size, Error *error);

// Replaces a file atomically by what `write` prints.
typedef void OrdinaryFileWrite(FILE *file, const void *what);
bool ordinary_file_replace(const char *path, OrdinaryFileWrite *write, const void *what,
                           Error *error);
