// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/page_link.h"

#include "base/memory.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

char *page_link(const char *page, const char *file) {
    OWNED char *copy = copy_text(page);
    char *from = realpath(dirname(copy), NULL), *to = realpath(file, NULL), *link = NULL;
    if (from && to) {
        size_t shared = 0; // up to the last folder that both are in
        for (size_t i = 0; from[i] == to[i] && to[i]; i++)
            if (to[i] == '/')
                shared = i + 1;
        size_t length = strlen(from);
        if (strncmp(from, to, length) == 0 && to[length] == '/')
            shared = length + 1;
        link = copy_text("");
        for (size_t i = shared; i < length; i++)
            if (i == shared || from[i] == '/')
                text_append(&link, "../");
        text_append(&link, "%s", to + shared);
    }
    free(from);
    free(to);
    return link;
}
