// SPDX-License-Identifier: GPL-3.0-or-later
// OrdinaryFile: a file on the disk that is to be read, neither a folder nor a pipe or device.
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdio.h>

// Opens a file to be read; NULL with a message that names the path and the cause. `kind` is what
// the file should be, as "an HDF5 file".
FILE *ordinary_file_open(const char *path, const char *kind, Error *error);

// The `size` bytes of a file, and a NUL after them; owned by the caller, NULL on error.
unsigned char *ordinary_file_read(const char *path, const char *kind, size_t *size, Error *error);
