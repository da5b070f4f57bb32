// SPDX-License-Identifier: GPL-3.0-or-later
// Seals of files that are noted while they are written, and of the older format.
#include "files/seal.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/random.h"
#include "helpers/file_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PIECE = 1 << 20, PIECES = 4, SIZE = SEAL_SIZE + PIECES * PIECE + 777 };

// A file of random bytes with room for a seal.
static unsigned char *make_file(const char *path) {
    unsigned char *bytes = allocate(SIZE, 1);
    RandomDraws draws = random_draws(random_stream(2385, "seal"), 0);
    for (size_t i = SEAL_SIZE; i < SIZE; i++)
        bytes[i] = (unsigned char)random_integer(&draws, 256);
    fixture_bytes(path, bytes, SIZE);
    return bytes;
}

static void accepted(const char *path) {
    Error error = {0};
    if (!seal_check(path, &error))
        fail_msg("%s", error.text);
}

static void refused(const char *path, const char *cause) {
    Error error = {0};
    assert_false(seal_check(path, &error));
    if (!strstr(error.text, cause))
        fail_msg("\"%s\" lacks \"%s\"", error.text, cause);
    error_clear(&error);
}

static void flip(const char *path, long place) {
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, place, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, place, SEEK_SET);
    fputc(byte ^ 0x10, file);
    fclose(file);
}

// Writes a seal over the file at `path`, noting its bytes from place `first` on in parts of `step`.
static void seal_noted(const char *path, const unsigned char *bytes, size_t first, size_t last,
                       size_t step) {
    OWNED_BY(seal_finish) Seal seal = {0};
    Error error = {0};
    for (size_t place = first; place < last; place += step)
        seal_note(&seal, place, bytes + place, last - place < step ? last - place : step);
    if (!seal_write(&seal, path, &error))
        fail_msg("%s", error.text);
}

static void read_seal(const char *path, char seal[static SEAL_SIZE]) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(seal, SEAL_SIZE, 1, file), 1);
    fclose(file);
}

static void what_is_noted_is_what_is_read(void **state) {
    (void)state;
    const char *path = fixture_path("noted.h5");
    OWNED unsigned char *bytes = make_file(path);
    char read[SEAL_SIZE], noted[SEAL_SIZE];
    Error error = {0};
    assert_true(seal_write(NULL, path, &error));
    read_seal(path, read);
    static const struct {
        size_t first, last, step;
    } parts[] = {{0, SIZE, SIZE},
                 {SEAL_SIZE, SIZE, PIECE},
                 {SEAL_SIZE + 33, SIZE - 5, 271828},
                 {SEAL_SIZE + PIECE - 1, SEAL_SIZE + 2 * PIECE + 1, 65537},
                 {7, SEAL_SIZE + PIECE, 3 * PIECE}};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        seal_noted(path, bytes, parts[k].first, parts[k].last, parts[k].step);
        accepted(path);
        read_seal(path, noted);
        assert_memory_equal(read, noted, SEAL_SIZE);
    }
}

// A part that is left out, or noted again at another place, belongs to no known piece.
static void pieces_with_gaps_are_read(void **state) {
    (void)state;
    const char *path = fixture_path("gaps.h5");
    OWNED unsigned char *bytes = make_file(path);
    OWNED_BY(seal_finish) Seal seal = {0};
    Error error = {0};
    size_t half = PIECE / 2, second = SEAL_SIZE + PIECE;
    seal_note(&seal, SEAL_SIZE, bytes + SEAL_SIZE, half);
    seal_note(&seal, SEAL_SIZE + half + 1, bytes + SEAL_SIZE + half + 1, half - 1);
    seal_note(&seal, second, bytes + second, half);
    seal_note(&seal, second + PIECE + 3, bytes + second + PIECE + 3, half);
    seal_note(&seal, second + half, bytes + second + half, half);
    assert_true(seal_write(&seal, path, &error));
    accepted(path);
}

// Noted pieces are not read again: the seal is that of what was noted.
static void damage_between_note_and_seal_is_found(void **state) {
    (void)state;
    const char *path = fixture_path("changed.h5");
    OWNED unsigned char *bytes = make_file(path);
    flip(path, SEAL_SIZE + 2 * PIECE + 99);
    seal_noted(path, bytes, SEAL_SIZE, SIZE, 54321);
    refused(path, "do not match");
    flip(path, SEAL_SIZE + 2 * PIECE + 99);
    accepted(path);
}

static void damage_anywhere_is_found(void **state) {
    (void)state;
    const char *path = fixture_path("damaged.h5");
    release(make_file(path));
    Error error = {0};
    assert_true(seal_write(NULL, path, &error));
    static const long places[] = {SEAL_SIZE, SEAL_SIZE + PIECE - 1, SEAL_SIZE + PIECE,
                                  SEAL_SIZE + 3 * PIECE + 4321, SIZE - 1};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        flip(path, places[k]);
        refused(path, "do not match");
        flip(path, places[k]);
    }
    accepted(path);
}

// Checkpoints of format 1: FNV-1a of all bytes after the seal.
static void the_older_format_is_read(void **state) {
    (void)state;
    const char *path = fixture_path("older.h5");
    OWNED unsigned char *bytes = make_file(path);
    uint64_t hash = hash_bytes(HASH_START, bytes + SEAL_SIZE, SIZE - SEAL_SIZE);
    snprintf((char *)bytes, SEAL_SIZE,
             "Pinwheel checkpoint, format 1\nlength %d\nfingerprint %016llx\n", SIZE - SEAL_SIZE,
             (unsigned long long)hash);
    fixture_bytes(path, bytes, SIZE);
    accepted(path);
    flip(path, SIZE - 54321);
    refused(path, "do not match");
    bytes[strlen("Pinwheel checkpoint, format ")] = '3';
    fixture_bytes(path, bytes, SIZE);
    refused(path, "a later pinwheel");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_noted_is_what_is_read),
        cmocka_unit_test(pieces_with_gaps_are_read),
        cmocka_unit_test(damage_between_note_and_seal_is_found),
        cmocka_unit_test(damage_anywhere_is_found),
        cmocka_unit_test(the_older_format_is_read),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
