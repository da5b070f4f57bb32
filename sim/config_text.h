// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a config file, looked at before libconfig parses it, for what libconfig does not
// tell.
#pragma once

#include "error.h"

// Refuses what is not a readable, non-empty UTF-8 text file, and whole numbers that libconfig 1.5
// would silently cut to 32 bits for want of an L. Included files are checked too.
bool config_text_check(const char *path, Error *error);

// The folder that a file lies in ("." for a bare name), and the path of a file that it includes:
// libconfig takes all names from the folder of the main file. Owned by the caller.
char *config_text_folder(const char *path);
char *config_text_included(const char *path, const char *name);
