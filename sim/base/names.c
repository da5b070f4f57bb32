// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/names.h"

#include "base/memory.h"

#include <string.h>

void names_add(const char ***names, size_t *n, const char *name) {
    for (size_t k = 0; k < *n; k++)
        if (strcmp((*names)[k], name) == 0)
            return;
    *names = allocate_one_more(*names, *n, sizeof **names);
    (*names)[(*n)++] = name;
}
