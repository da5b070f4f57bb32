// SPDX-License-Identifier: GPL-3.0-or-later
// Config files: from libconfig's format into settings and back.
//
// Reading reports all mistakes of a file at once, each with file, line, path and what is allowed.
// A block may have two settings about its files:
//
//   base = "FILE"
//     is read first, with its own base. The settings of this file merge into it (config_read.h).
//     The name begins at the folder of the file that holds it.
//   changes = ("path=value", ...)
//     are made after the file that holds them was read.
#pragma once

#include "settings/config_places.h"
#include "settings/setting.h"

#include <stdio.h>

// Reads `path` into `values`, which must have been started; base and changes are empty afterwards.
// Any of the files may give a setting that has no default. `places` may be NULL.
bool config_load(const char *path, const Block *block, void *values, ConfigPlaces *places,
                 Error *error);

// The same for a text that is in no file, as if it stood in `path`.
bool config_load_text(const char *path, const char *text, const Block *block, void *values,
                      ConfigPlaces *places, Error *error);

// Makes n changes "path=value"; refuses base and changes. `where` begins the messages.
bool config_change(const Block *block, void *values, const char *const *changes, size_t n,
                   const char *where, Error *error);

// Writes every setting as a config file that reads back the same, with the default of each.
void config_echo(FILE *file, const Block *block, const void *values);
char *config_echo_text(const Block *block, const void *values); // the same; owned by the caller
