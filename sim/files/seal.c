// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/seal.h"

#include "base/hash.h"
#include "base/memory.h"
#include "files/file_hash.h"
#include "files/ordinary_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { PIECE = 1 << 20, FORMAT = 2 };
static const char *const FIRST_LINE = "Pinwheel checkpoint, format ";

struct SealPiece {
    uint32_t checksum;
    bool known;
};

// The piece that begins at a place of the file; places count from the file's first byte.
static size_t piece_at(uint64_t place) {
    return (size_t)((place - SEAL_SIZE) / PIECE);
}

static bool begins_piece(uint64_t place) {
    return place >= SEAL_SIZE && (place - SEAL_SIZE) % PIECE == 0;
}

static void keep_piece(Seal *seal) {
    size_t k = piece_at(seal->begin);
    if (k >= seal->room) {
        size_t room = 2 * k + 64;
        struct SealPiece *more = allocate(room, sizeof *more);
        if (seal->room)
            memcpy(more, seal->piece, seal->room * sizeof *more);
        release(seal->piece);
        seal->piece = more;
        seal->room = room;
    }
    seal->piece[k] = (struct SealPiece){(uint32_t)seal->checksum, true};
}

void seal_note(Seal *seal, uint64_t place, const void *bytes, size_t n) {
    const unsigned char *byte = bytes;
    while (n > 0) {
        uint64_t next = place < SEAL_SIZE ? SEAL_SIZE // the next place at which a piece begins
                                          : place + PIECE - (place - SEAL_SIZE) % PIECE;
        size_t part = next - place < n ? (size_t)(next - place) : n;
        if (begins_piece(place)) {
            seal->begin = place;
            seal->checksum = crc32_z(0, NULL, 0);
        } else if (place != seal->end) {
            seal->begin = 0;
        }
        if (seal->begin > 0) {
            seal->checksum = crc32_z(seal->checksum, byte, part);
            if (place + part == seal->begin + PIECE)
                keep_piece(seal);
        }
        place = seal->end = place + part;
        byte += part;
        n -= part;
    }
}

void seal_finish(Seal *seal) {
    release(seal->piece);
    *seal = (Seal){0};
}

// Reads one piece of an open file.
static bool read_piece(int file, size_t k, unsigned char *bytes, size_t n) {
    off_t place = SEAL_SIZE + (off_t)k * PIECE;
    for (size_t done = 0; done < n;) {
        ssize_t part = pread(file, bytes + done, n - done, place + (off_t)done);
        if (part < 0 && errno == EINTR)
            continue;
        if (part == 0)
            errno = EIO; // the file became shorter
        if (part <= 0)
            return false;
        done += (size_t)part;
    }
    return true;
}

// The checksums of all pieces: those that the seal knows, and the others as the file holds them.
// Where one cannot be read, sets errno, which each thread has for itself.
static bool check_pieces(int file, const Seal *seal, uint64_t length, uint32_t *checksum) {
    int cause = 0;
    size_t pieces = (size_t)((length + PIECE - 1) / PIECE);
#pragma omp parallel if (pieces > 1)
    {
        OWNED unsigned char *bytes = allocate(pieces > 1 ? PIECE : (size_t)length, 1);
#pragma omp for schedule(dynamic)
        for (size_t k = 0; k < pieces; k++) {
            size_t n = k + 1 < pieces ? PIECE : (size_t)(length - (uint64_t)k * PIECE);
            bool known = seal && k < seal->room && seal->piece[k].known && n == PIECE;
            if (known)
                checksum[k] = seal->piece[k].checksum;
            else if (read_piece(file, k, bytes, n))
                checksum[k] = (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, n);
            else {
#pragma omp atomic write
                cause = errno;
            }
        }
    }
    if (cause)
        errno = cause;
    return cause == 0;
}

// The fingerprint of the bytes after the seal, whose number is `length`.
static bool fingerprint(FILE *file, const Seal *seal, int format, uint64_t length, uint64_t *hash) {
    *hash = HASH_START;
    if (format == 1)
        return fseek(file, SEAL_SIZE, SEEK_SET) == 0 && file_hash(file, hash);
    size_t pieces = (size_t)((length + PIECE - 1) / PIECE);
    OWNED uint32_t *checksum = allocate(pieces, sizeof *checksum);
    if (!check_pieces(fileno(file), seal, length, checksum))
        return false;
    for (size_t k = 0; k < pieces; k++) {
        const unsigned char bytes[4] = {
            (unsigned char)checksum[k], (unsigned char)(checksum[k] >> 8),
            (unsigned char)(checksum[k] >> 16), (unsigned char)(checksum[k] >> 24)};
        *hash = hash_bytes(*hash, bytes, sizeof bytes);
    }
    return true;
}

// The number of bytes after the seal.
static bool find_length(FILE *file, uint64_t *length) {
    struct stat status;
    if (fstat(fileno(file), &status) != 0)
        return false;
    *length = status.st_size > SEAL_SIZE ? (uint64_t)status.st_size - SEAL_SIZE : 0;
    return true;
}

static void compose(int format, uint64_t length, uint64_t hash, char seal[static SEAL_SIZE]) {
    memset(seal, 0, SEAL_SIZE);
    snprintf(seal, SEAL_SIZE, "%s%d\nlength %llu\nfingerprint %016llx\n", FIRST_LINE, format,
             (unsigned long long)length, (unsigned long long)hash);
}

bool seal_write(const Seal *seal, const char *path, Error *error) {
    FILE *file = fopen(path, "r+b");
    if (file == NULL)
        return fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    uint64_t length = 0, hash;
    char text[SEAL_SIZE];
    bool ok = find_length(file, &length) && fingerprint(file, seal, FORMAT, length, &hash);
    if (ok) {
        compose(FORMAT, length, hash, text);
        ok = fwrite(text, sizeof text, 1, file) == 1;
    }
    ok = ok && fflush(file) == 0 && fsync(fileno(file)) == 0;
    ok = fclose(file) == 0 && ok;
    return ok || fail(error, "%s: could not be sealed: %s", path, strerror(errno));
}

bool seal_check(const char *path, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a checkpoint", error);
    if (file == NULL)
        return false;
    char seal[SEAL_SIZE + 1] = {0}, expected[SEAL_SIZE];
    unsigned long long expected_length = 0;
    uint64_t length = 0, hash = 0;
    int format = 0;
    if (fread(seal, SEAL_SIZE, 1, file) != 1)
        return fail(error, "%s: is cut short: it has not even its first %d bytes", path, SEAL_SIZE);
    if (strncmp(seal, FIRST_LINE, strlen(FIRST_LINE)) != 0 ||
        sscanf(seal + strlen(FIRST_LINE), "%1d\nlength %llu", &format, &expected_length) != 2)
        return fail(error, "%s: is damaged: its seal cannot be read", path);
    if (format < 1 || format > FORMAT)
        return fail(error,
                    "%s: is damaged, or of a later pinwheel: its format is %d, and %d is "
                    "the last one known here",
                    path, format, FORMAT);
    if (!find_length(file, &length))
        return fail(error, "%s: cannot be read: %s", path, strerror(errno));
    if (length != expected_length)
        return fail(error, "%s: is %s: it holds %llu bytes and should hold %llu", path,
                    length < expected_length ? "cut short" : "damaged", (unsigned long long)length,
                    expected_length);
    if (!fingerprint(file, NULL, format, length, &hash))
        return fail(error, "%s: cannot be read: %s", path, strerror(errno));
    compose(format, length, hash, expected);
    return memcmp(seal, expected, SEAL_SIZE) == 0 ||
           fail(error, "%s: is damaged: its contents do not match their fingerprint", path);
}
