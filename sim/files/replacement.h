// SPDX-License-Identifier: GPL-3.0-or-later
// Replacement: a new file beside an old one, which takes its place once it is whole.
//
// Only a regular file is replaced. Where the path is a symbolic link, the file that it leads to is.
// The new file is made under a name that nothing else has, so that no link there is followed.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

typedef struct {
    char *path;  // of the file to be replaced, links resolved; owned
    char *fresh; // of the new file: the path and ".new"; owned
    int opened;  // descriptor of the new file; -1: none
} Replacement;

// Makes the new file, empty. Call replacement_end if this is true.
bool replacement_begin(Replacement *replacement, const char *path, Error *error);

// Where `keep`, brings the new file onto the disk and puts it in the place of the old one;
// otherwise, or on error, removes it.
bool replacement_end(Replacement *replacement, bool keep, Error *error);

// Opens a regular file, or a new one, to be added to at its end; NULL on error. A link is followed
// to its file.
FILE *replacement_append(const char *path, Error *error);
