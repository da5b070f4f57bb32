// SPDX-License-Identifier: GPL-3.0-or-later
// Config files: from libconfig's format into settings and back.
//
// Reading tells all mistakes of a file at once, each with file, line, path and what is allowed;
// nothing is guessed.
#pragma once

#include "setting.h"

#include <stdio.h>

// Where each setting of a file was read, to give a place to mistakes found later.
typedef struct {
    size_t count, room;
    struct ConfigPlace *items; // owned
} ConfigPlaces;

// Reads `path` into `values`, which must have been started. `places` may be NULL.
bool config_load(const char *path, const Block *block, void *values, ConfigPlaces *places,
                 Error *error);
void config_places_free(ConfigPlaces *places);

// Puts "file:line: " before each line of `error` that begins with the path of a setting that was
// read, or of one inside it.
void config_locate(const ConfigPlaces *places, const char *path, Error *error);

// Writes every setting as a config file that reads back the same, each that differs from its
// default marked so.
void config_echo(FILE *file, const Block *block, const void *values);
