// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/base64.h"

#include <stdint.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_write(FILE *file, const unsigned char *bytes, size_t n) {
    for (size_t i = 0; i < n; i += 3) {
        uint32_t second = i + 1 < n ? bytes[i + 1] : 0, third = i + 2 < n ? bytes[i + 2] : 0;
        uint32_t triple = (uint32_t)bytes[i] << 16 | second << 8 | third;
        fputc(alphabet[triple >> 18 & 63], file);
        fputc(alphabet[triple >> 12 & 63], file);
        fputc(i + 1 < n ? alphabet[triple >> 6 & 63] : '=', file);
        fputc(i + 2 < n ? alphabet[triple & 63] : '=', file);
    }
}
