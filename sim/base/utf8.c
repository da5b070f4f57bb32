// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/utf8.h"

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
