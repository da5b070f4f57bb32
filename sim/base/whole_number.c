// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/whole_number.h"

#include <string.h>

enum { DIGITS_MOST = 18 };

bool whole_number(const char *text, int64_t *number) {
    size_t length = strlen(text);
    if (length == 0 || length > DIGITS_MOST || strspn(text, "0123456789") != length)
        return false;
    *number = 0;
    for (; *text; text++)
        *number = 10 * *number + (*text - '0');
    return true;
}
