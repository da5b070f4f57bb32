// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include "base/memory.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_shown(gunichar character) {
    GUnicodeType type = g_unichar_type(character);
    return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
           type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

char *utf8_printable(const char *text) {
    char *shown = allocate(4 * strlen(text) + 1, 1), *to = shown;
    while (*text) {
        gunichar character = g_utf8_get_char_validated(text, -1);
        bool whole = character < (gunichar)-2; // the last two mean an error
        size_t length = whole ? (size_t)g_unichar_to_utf8(character, NULL) : 1;
        bool plain = whole && is_shown(character);
        for (size_t k = 0; k < length; k++)
            to += plain ? (*to = text[k], 1) : sprintf(to, "\\x%02x", (unsigned char)text[k]);
        text += length;
    }
    return shown;
}
