// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>

size_t utf8_length(const unsigned char *text, size_t left) {
    if (text[0] < 0x80)
        return text[0] != 0;
    size_t length = text[0] >= 0xf0 && text[0] <= 0xf4   ? 4
                    : text[0] >= 0xe0 && text[0] < 0xf0  ? 3
                    : text[0] >= 0xc2 && text[0] <= 0xdf ? 2
                                                         : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
    bool surrogate = text[0] == 0xed && text[1] > 0x9f;
    return overlong || surrogate || (text[0] == 0xf4 && text[1] > 0x8f) ? 0 : length;
}

bool utf8_is_text(const char *text) {
    size_t left = strlen(text), step;
    for (; left > 0; text += step, left -= step)
        if ((step = utf8_length((const unsigned char *)text, left)) == 0)
            return false;
    return true;
}

// Is this character of `length` bytes shown, and nothing else?
static bool is_shown(const unsigned char *text, size_t length) {
    if (length == 1)
        return text[0] >= 0x20 && text[0] != 0x7f;
    if (length == 2) // U+0080 to U+009F, and the Arabic letter mark
        return !(text[0] == 0xc2 && text[1] < 0xa0) && !(text[0] == 0xd8 && text[1] == 0x9c);
    bool marks = length == 3 && text[0] == 0xe2 &&
                 ((text[1] == 0x80 && (text[2] == 0x8e || text[2] == 0x8f ||     // U+200E and 200F
                                       (text[2] >= 0xa8 && text[2] <= 0xae))) || // 2028 to 202E
                  (text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9));      // 2066 to 2069
    return length > 0 && !marks;
}

char *utf8_printable(const char *text) {
    size_t left = strlen(text);
    char *shown = allocate(4 * left + 1, 1), *to = shown;
    for (const unsigned char *at = (const unsigned char *)text; left > 0;) {
        size_t length = utf8_length(at, left), step = length > 0 ? length : 1;
        bool plain = is_shown(at, length);
        for (size_t k = 0; k < step; k++)
            to += plain ? (*to = (char)at[k], 1) : sprintf(to, "\\x%02x", at[k]);
        at += step;
        left -= step;
    }
    return shown;
}
