// SPDX-License-Identifier: GPL-3.0-or-later
// Where each setting of a config was read. Messages about mistakes found later name this place.
//
// Invariant: a setting is remembered where it was read last, and nothing is remembered inside a
// group that was started anew after it was read.
#pragma once

#include "base/error.h"

#include <stdbool.h>

typedef struct {
    size_t count;
    struct ConfigPlace *items; // owned
    Error moved;               // lines about settings at paths of older versions
} ConfigPlaces;

void config_places_free(ConfigPlaces *places);

// Remembers the place "file:line" of the setting of a path.
void config_remember(ConfigPlaces *places, const char *path, const char *place);

// Remembers all that `from` does.
void config_places_copy(ConfigPlaces *places, const ConfigPlaces *from);

// Was the setting of this very path read?
bool config_was_read(const ConfigPlaces *places, const char *path);

// The place of the setting of a path, or else of the deepest remembered group around it; NULL:
// none.
const char *config_place(const ConfigPlaces *places, const char *path);

// Forgets all settings inside the group of a path.
void config_forget(ConfigPlaces *places, const char *path);

// Puts "file:line: " before each line of `error` that begins with the path of a setting that was
// read, or of one inside it. Puts "path: " before every other line.
void config_locate(const ConfigPlaces *places, const char *path, Error *error);

// Drops the lines of `error` about settings that were read themselves. Lines about a setting of
// which only the group was read stay.
void config_drop_read(const ConfigPlaces *places, Error *error);
