// SPDX-License-Identifier: GPL-3.0-or-later
// Config files: from libconfig's format into settings and back.
//
// Reading tells all mistakes of a file at once, each with file, line, path and what is allowed;
// nothing is guessed. A block may have two settings that are about its files and not about what
// they describe:
//
//   base = "FILE"
//     is read first, with its own base, and the settings of this file on top of it (config_read.h
//     tells how they merge); from the folder of the file that names it
//   changes = ("path=value", ...)
//     are made after the file that holds them was read
#pragma once

#include "settings/config_places.h"
#include "settings/setting.h"

#include <stdio.h>

// Reads `path` into `values`, which must have been started; base and changes are empty afterwards.
// What must be given may be given by any of the files. `places` may be NULL.
bool config_load(const char *path, const Block *block, void *values, ConfigPlaces *places,
                 Error *error);

// Makes n changes "path=value", of all settings but those two. `where` begins the messages.
bool config_change(const Block *block, void *values, const char *const *changes, size_t n,
                   const char *where, Error *error);

// Writes every setting as a config file that reads back the same, each that differs from its
// default marked so.
void config_echo(FILE *file, const Block *block, const void *values);
char *config_echo_text(const Block *block, const void *values); // the same; owned by the caller
