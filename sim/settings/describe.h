// SPDX-License-Identifier: GPL-3.0-or-later
// The reference of all settings, printed from their tables.
#pragma once

#include "settings/setting.h"

#include <stdio.h>

// Every setting below `block` whose path contains `part` (NULL: all), as text. Returns how many
// there were.
size_t describe_text(FILE *file, const Block *block, const char *part);

// docs/configuration.md.
void describe_markdown(FILE *file, const Block *block);

// A further part of that reference, for configs of another kind.
void describe_more_markdown(FILE *file, const char *heading, const Block *block);
