// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/superblock.h"

#include <string.h>
#include <unistd.h>

enum { SIGNATURE = 8, FIRST_USER_BLOCK = 512, MOST = 28 + 4 * 8 };

static bool read_at(FILE *file, off_t place, void *bytes, size_t n) {
    return pread(fileno(file), bytes, n, place) == (ssize_t)n;
}

// Where the superblock begins; -1: there is none.
static off_t find(FILE *file) {
    static const char signature[SIGNATURE + 1] = "\x89HDF\r\n\x1a\n";
    char start[SIGNATURE];
    for (off_t place = 0; read_at(file, place, start, sizeof start);
         place = place ? 2 * place : FIRST_USER_BLOCK)
        if (memcmp(start, signature, sizeof start) == 0)
            return place;
    return -1;
}

bool superblock_names_driver(FILE *file) {
    enum { VERSION = 8, ADDRESS_SIZE = 13, ADDRESSES_0 = 24, ADDRESSES_1 = 28, DRIVER = 3 };
    static const unsigned char undefined[] = {255, 255, 255, 255, 255, 255, 255, 255};
    unsigned char block[MOST] = {0};
    off_t place = find(file);
    if (place < 0 || !read_at(file, place, block, sizeof block) || block[VERSION] > 1)
        return false;
    size_t size = block[ADDRESS_SIZE], first = block[VERSION] ? ADDRESSES_1 : ADDRESSES_0;
    return size > sizeof undefined || memcmp(block + first + DRIVER * size, undefined, size) != 0;
}
