// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/file_hash.h"

#include "base/hash.h"
#include "base/memory.h"
#include "files/ordinary_file.h"

#include <errno.h>
#include <string.h>

bool file_hash(FILE *file, uint64_t *hash) {
    enum { PIECE = 1 << 20 };
    OWNED unsigned char *piece = allocate(PIECE, 1);
    size_t n;
    while ((n = fread(piece, 1, PIECE, file)) > 0)
        *hash = hash_bytes(*hash, piece, n);
    return !ferror(file);
}

bool file_hash_at(const char *path, const char *kind, uint64_t *hash, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, kind, error);
    return file &&
           (file_hash(file, hash) || fail(error, "%s: cannot be read: %s", path, strerror(errno)));
}
