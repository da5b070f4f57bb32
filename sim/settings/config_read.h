// SPDX-License-Identifier: GPL-3.0-or-later
// Reading one config file, as libconfig parsed it, on top of the settings there are.
//
// Scalars and lists replace what was there. Blocks merge, and collections merge by the names of
// their items. A variant or item that names its present kind, or no kind, keeps its other settings.
// One that names another kind starts anew.
#pragma once

#include "settings/config_places.h"
#include "settings/setting.h"

#include <libconfig.h>

typedef struct {
    const char *file;     // that libconfig was given
    ConfigPlaces *places; // what is read is remembered here
    Error *error;         // all mistakes are added here
    const Block *block;   // of the whole config
    void *values;         // of this block
} ConfigReader;

// Reads the settings of a file's root into the reader's struct. False where an early one
// (setting.h) failed, without which the others have no meaning.
bool config_read_settings(ConfigReader *reader, const config_setting_t *root);
