// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/shell_word.h"

#include "base/memory.h"

#include <stdbool.h>
#include <string.h>

char *shell_word(const char *word) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "./_-+=,:@%";
    size_t length = strlen(word), n = 0;
    bool safe = length > 0;
    for (size_t i = 0; safe && i < length; i++)
        safe = (word[i] & 0x80) != 0 || strchr(plain, word[i]) != NULL;
    if (safe)
        return copy_text(word);
    char *quoted = allocate(4 * length + 3, 1); // each ' becomes four characters
    quoted[n++] = '\'';
    for (size_t i = 0; i < length; i++)
        if (word[i] == '\'') {
            memcpy(quoted + n, "'\\''", 4);
            n += 4;
        } else {
            quoted[n++] = word[i];
        }
    quoted[n] = '\'';
    return quoted;
}
