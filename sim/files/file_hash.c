// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/file_hash.h"

#include "base/hash.h"
#include "base/memory.h"

bool file_hash(FILE *file, uint64_t *hash) {
    enum { PIECE = 1 << 20 };
    OWNED unsigned char *piece = allocate(PIECE, 1);
    size_t n;
    while ((n = fread(piece, 1, PIECE, file)) > 0)
        *hash = hash_bytes(*hash, piece, n);
    return !ferror(file);
}
