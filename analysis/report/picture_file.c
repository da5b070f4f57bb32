// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/picture_file.h"

#include "base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SIGNATURE = 8, CHUNK = 12 }; // bytes: of a PNG's beginning; of a chunk without its data

static uint32_t big_endian(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// Walks the chunks; false if the file ends before the last one does.
static bool read_chunks(PictureFile *picture) {
    static const unsigned char signature[SIGNATURE] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (picture->size < SIGNATURE || memcmp(picture->bytes, signature, SIGNATURE) != 0)
        return false;
    for (size_t at = SIGNATURE; picture->size - at >= CHUNK;) {
        const unsigned char *chunk = picture->bytes + at;
        size_t length = big_endian(chunk);
        if (length > picture->size - at - CHUNK)
            return false;
        if (memcmp(chunk + 4, "IHDR", 4) == 0 && length >= 8) {
            picture->width = big_endian(chunk + 8);
            picture->height = big_endian(chunk + 12);
        }
        if (memcmp(chunk + 4, "IEND", 4) == 0)
            return picture->width > 0 && picture->height > 0;
        at += CHUNK + length;
    }
    return false;
}

static bool read_bytes(PictureFile *picture, const char *path) {
    FILE *file = fopen(path, "rb");
    bool ok = file && fseek(file, 0, SEEK_END) == 0;
    long size = ok ? ftell(file) : -1;
    ok = ok && size >= 0 && fseek(file, 0, SEEK_SET) == 0;
    if (ok) {
        picture->size = (size_t)size;
        picture->bytes = allocate(picture->size, 1);
        ok = fread(picture->bytes, 1, picture->size, file) == picture->size;
    }
    if (file)
        fclose(file);
    return ok;
}

bool picture_file_read(PictureFile *picture, const char *path, Error *error) {
    *picture = (PictureFile){0};
    errno = 0;
    if (!read_bytes(picture, path))
        return fail(error, "%s: cannot be read: %s", path,
                    errno ? strerror(errno) : "it changed meanwhile");
    if (!read_chunks(picture))
        return fail(error, "%s: is not a whole PNG picture; make it again with pinwheel measure",
                    path);
    return true;
}

void picture_file_free(PictureFile *picture) {
    release(picture->bytes);
    *picture = (PictureFile){0};
}
