// SPDX-License-Identifier: GPL-3.0-or-later
// Reading one config file, as libconfig parsed it, on top of the settings there are.
//
// Scalars and lists replace what was there, blocks merge, and collections merge by the names of
// their items. A variant or item that names the kind it has, or none, keeps its other settings; one
// that names another kind starts anew.
#pragma once

#include "settings/config_places.h"
#include "settings/setting.h"

#include <libconfig.h>

// What one reading carries along.
typedef struct {
    const char *file;     // that libconfig was given
    ConfigPlaces *places; // what is read is remembered here
    Error *error;         // all mistakes are told here
} ConfigReader;

// Reads the settings of a group, the root of a file for one, into the struct of `block`.
void config_read_settings(ConfigReader *reader, const Block *block, void *values,
                          const config_setting_t *group);

// The file that a setting stands in, and "file:line"; both are owned by the caller.
char *config_file_of(const ConfigReader *reader, const config_setting_t *node);
char *config_place_of(const ConfigReader *reader, const config_setting_t *node);
