// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/moved_setting.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *former, *present;
} moved[] = {{"output.palette", "figures.palette"}};

const char *moved_setting(const char *path) {
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        if (strcmp(path, moved[i].former) == 0)
            return moved[i].present;
    return NULL;
}
