// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a config file, looked at before libconfig parses it, for what libconfig does not
// tell.
#pragma once

#include "base/error.h"

// Refuses what is not a readable, non-empty UTF-8 text file, and whole numbers that libconfig 1.5
// would silently cut to 32 bits for want of an L. Included files are checked too. `by` says what
// names the file ("file:line: base"); NULL: the user.
bool config_text_check(const char *path, const char *by, Error *error);

// The folder that a file lies in ("." for a bare name), and the path of a file that it includes:
// libconfig takes all names from the folder of the main file. Owned by the caller.
char *config_text_folder(const char *path);
char *config_text_included(const char *path, const char *name);

// The path of the file that libconfig calls `name`: the main one by its path or NULL, included ones
// as they are written there, and from libconfig 1.7 on with the folder before that. Owned by the
// caller.
char *config_text_file(const char *main, const char *name);
