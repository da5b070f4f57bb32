// SPDX-License-Identifier: GPL-3.0-or-later
// Names: a list of borrowed names without repeats, in the order in which they were first added. It
// begins as NULL with n = 0; the caller releases the array.
#pragma once

#include <stddef.h>

void names_add(const char ***names, size_t *n, const char *name);
