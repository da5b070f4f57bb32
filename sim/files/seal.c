// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/seal.h"

#include "base/hash.h"
#include "base/memory.h"
#include "files/file_hash.h"
#include "files/ordinary_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const FIRST_LINE = "Pinwheel checkpoint, format 1";

// Length and fingerprint of what follows the seal.
static bool fingerprint(FILE *file, unsigned long long *length, uint64_t *hash) {
    *length = 0;
    *hash = HASH_START;
    return fseek(file, SEAL_SIZE, SEEK_SET) == 0 && file_hash(file, hash, length);
}

static void compose(unsigned long long length, uint64_t hash, char seal[static SEAL_SIZE]) {
    memset(seal, 0, SEAL_SIZE);
    snprintf(seal, SEAL_SIZE, "%s\nlength %llu\nfingerprint %016llx\n", FIRST_LINE, length,
             (unsigned long long)hash);
}

bool seal_write(const char *path, Error *error) {
    FILE *file = fopen(path, "r+b");
    if (file == NULL)
        return fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    unsigned long long length;
    uint64_t hash;
    char seal[SEAL_SIZE];
    bool ok = fingerprint(file, &length, &hash);
    compose(length, hash, seal);
    ok = ok && fseek(file, 0, SEEK_SET) == 0 && fwrite(seal, sizeof seal, 1, file) == 1;
    ok = ok && fflush(file) == 0 && fsync(fileno(file)) == 0;
    ok = fclose(file) == 0 && ok;
    return ok || fail(error, "%s: could not be sealed: %s", path, strerror(errno));
}

bool seal_check(const char *path, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a checkpoint", error);
    if (file == NULL)
        return false;
    char seal[SEAL_SIZE + 1] = {0}, expected[SEAL_SIZE], *rest = seal + strlen(FIRST_LINE);
    unsigned long long length = 0, expected_length = 0;
    uint64_t hash = 0;
    if (fread(seal, SEAL_SIZE, 1, file) != 1)
        return fail(error, "%s: is cut short: it has not even its first %d bytes", path, SEAL_SIZE);
    if (strncmp(seal, FIRST_LINE, strlen(FIRST_LINE)) != 0 ||
        sscanf(rest, "\nlength %llu", &expected_length) != 1)
        return fail(error, "%s: is damaged: its seal cannot be read", path);
    if (!fingerprint(file, &length, &hash))
        return fail(error, "%s: cannot be read", path);
    if (length != expected_length)
        return fail(error, "%s: is %s: it holds %llu bytes and should hold %llu", path,
                    length < expected_length ? "cut short" : "damaged", length, expected_length);
    compose(length, hash, expected);
    return memcmp(seal, expected, SEAL_SIZE) == 0 ||
           fail(error, "%s: is damaged: its contents do not match their fingerprint", path);
}
