// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs: the settings that name a file or a folder to read (`input` in their rows).
#pragma once

#include "settings/config_places.h"
#include "settings/setting.h"

// Gets the path of a setting and its value, which it may replace.
typedef void InputVisit(void *context, const char *path, char **value);

// Visits each input with a value, in the order of the tables.
void inputs_visit(const Block *block, void *values, InputVisit *visit, void *context);

// Finds a file or folder from the folder of `file`, else from that of the config at `config`, else
// from the present folder, and makes its path absolute. False: it is nowhere, and keeps its path.
bool input_locate(char **value, const char *file, const char *config);

// Finds every input, beginning at the file that names it, so that a run goes on from any folder.
// One that is nowhere keeps its path: what reads it says so.
void inputs_locate(const Block *block, void *values, const ConfigPlaces *places,
                   const char *config);
