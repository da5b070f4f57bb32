// SPDX-License-Identifier: GPL-3.0-or-later
// Config files as libconfig parses them. The text is checked first for mistakes that libconfig does
// not report.
#pragma once

#include "base/error.h"

#include <libconfig.h>

// Parses a file with its includes into `config`, which the caller destroys either way. Refuses a
// file that is not readable, non-empty UTF-8 text, and whole numbers without an L that libconfig
// 1.5 would cut to 32 bits without a message. `by` is the place that names the file ("file:line:
// base"); NULL: the user named it.
bool config_text_parse(config_t *config, const char *path, const char *by, Error *error);

// The same for a text that is in no file; messages name it, and includes begin, as if it stood in
// `path`.
bool config_text_parse_given(config_t *config, const char *path, const char *text, Error *error);

// The path of a file that a config includes: libconfig begins all names at the folder of the main
// file. Owned by the caller.
char *config_text_included(const char *path, const char *name);

// The path of the file that holds a setting, and "file:line". Owned by the caller.
char *config_text_file_of(const char *main, const config_setting_t *node);
char *config_text_place_of(const char *main, const config_setting_t *node);
