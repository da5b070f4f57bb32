// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/mat_extent.h"

#include "base/memory.h"
#include "files/guarded.h"
#include "files/ordinary_file.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

enum {
    HEADER = 128, // bytes of version 5 before the first array
    TAG = 8,      // bytes before each array: its type, and its length without the tag
    PACKED = 15,  // the type of an array that is packed by DEFLATE
    HEADER_4 = 20,
    BLOCK = 1 << 16
};

static uint32_t word_at(const unsigned char *bytes, bool big_endian) {
    uint32_t word = 0;
    for (int k = 0; k < 4; k++)
        word = word << 8 | bytes[big_endian ? k : 3 - k];
    return word;
}

// Unpacks n bytes from the file's place on, to nowhere, and checks that they are whole.
static bool unpacks(FILE *file, size_t n) {
    OWNED unsigned char *from = allocate(BLOCK, 1), *to = allocate(BLOCK, 1);
    z_stream stream = {0};
    int status = inflateInit(&stream);
    while (status == Z_OK && n > 0) {
        size_t taken = fread(from, 1, n < BLOCK ? n : BLOCK, file);
        n = taken == 0 ? 0 : n - taken;
        stream.next_in = from;
        stream.avail_in = (unsigned)taken;
        while (status == Z_OK && stream.avail_in > 0) {
            stream.next_out = to;
            stream.avail_out = BLOCK;
            status = inflate(&stream, Z_NO_FLUSH);
            guarded_expect(BLOCK - stream.avail_out);
        }
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END;
}

static bool check_5(FILE *file, const char *path, bool big_endian, double length, size_t index,
                    Error *error) {
    unsigned char tag[TAG];
    double place = HEADER;
    for (size_t k = 0; place < length; k++) {
        if (fseek(file, (long)place, SEEK_SET) != 0 || fread(tag, TAG, 1, file) != 1)
            return fail(error, "%s: is damaged: it ends too early", path);
        uint32_t type = word_at(tag, big_endian), n = word_at(tag + 4, big_endian);
        place += TAG + (double)n;
        if (place > length)
            return fail(error, "%s: is damaged: it ends too early", path);
        if (k == index && type == PACKED && !unpacks(file, n))
            return fail(error, "%s: is damaged: an array in it does not unpack", path);
    }
    return true;
}

static bool check_4(FILE *file, const char *path, bool big_endian, double length, Error *error) {
    static const double sizes[] = {8, 4, 4, 2, 2, 1};
    unsigned char header[HEADER_4];
    for (double place = 0; place < length;) {
        if (fseek(file, (long)place, SEEK_SET) != 0 || fread(header, HEADER_4, 1, file) != 1)
            return fail(error, "%s: is damaged: it ends too early", path);
        uint32_t kind = word_at(header, big_endian) / 10 % 10,
                 parts = word_at(header + 12, big_endian) ? 2 : 1;
        double count = (double)word_at(header + 4, big_endian) *
                       (double)word_at(header + 8, big_endian) * parts;
        place += HEADER_4 + (double)word_at(header + 16, big_endian) +
                 count * (kind < 6 ? sizes[kind] : 1);
        if (place > length)
            return fail(error, "%s: is damaged: it ends too early", path);
    }
    return true;
}

bool mat_extent_check(const char *path, size_t index, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a MATLAB file", error);
    struct stat status;
    unsigned char start[HEADER] = {0};
    if (file == NULL)
        return false;
    if (fstat(fileno(file), &status) != 0)
        return fail(error, "%s: cannot be read", path);
    size_t n = fread(start, 1, HEADER, file);
    const char *mark = (const char *)start + HEADER - 2;
    bool little = memcmp(mark, "IM", 2) == 0, big = memcmp(mark, "MI", 2) == 0;
    double length = (double)status.st_size;
    if (n == HEADER && (little || big))
        return check_5(file, path, big, length, index, error);
    return check_4(file, path, start[0] == 0 && start[2] != 0, length, error);
}
