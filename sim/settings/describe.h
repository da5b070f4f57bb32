// SPDX-License-Identifier: GPL-3.0-or-later
// The reference of all settings, printed from their tables.
#pragma once

#include "settings/setting.h"

#include <stdio.h>

// Every setting below `block` whose path contains `part` (NULL: all), or is a path of a config, as
// text. Returns how many there were.
size_t describe_text(FILE *file, const Block *block, const char *part);

// Adds the names of all settings below `block`, and of their kinds.
void describe_names(const Block *block, const char ***names, size_t *n);

// A part of docs/configuration.md, below a heading; NULL: the first part, with the introduction.
void describe_markdown(FILE *file, const char *heading, const Block *block);
