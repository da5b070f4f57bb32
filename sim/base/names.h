// SPDX-License-Identifier: GPL-3.0-or-later
// Names: a list of borrowed names, each once, in the order in which they first come. It begins as
// NULL with none; the array is the caller's to release.
#pragma once

#include <stddef.h>

void names_add(const char ***names, size_t *n, const char *name);
