// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/fuzz_file.h"

#include <assert.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static int before = -1; // the current folder outside
static pid_t owner;

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status, (void)type, (void)place;
    return remove(path);
}

void fuzz_empty_folder(const char *name) {
    nftw(name, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void remove_folder(void) {
    if (getpid() == owner)
        fuzz_empty_folder(folder);
}

static void make_folder(void) {
    snprintf(folder, sizeof folder, "%s/pinwheel-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    const char *made = mkdtemp(folder);
    assert(made);
    (void)made;
    owner = getpid();
    atexit(remove_folder);
}

void fuzz_folder_enter(void) {
    if (folder[0] == '\0')
        make_folder();
    before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = chdir(folder);
    assert(before >= 0 && !failed);
    (void)failed;
}

void fuzz_folder_leave(void) {
    int failed = fchdir(before);
    assert(!failed);
    (void)failed;
    close(before);
}

// The file is a new one each time: a library that still holds the former one open cannot take the
// two for one.
void fuzz_write(const char *name, const void *bytes, size_t size) {
    unlink(name);
    FILE *file = fopen(name, "wb");
    assert(file);
    size_t written = fwrite(bytes, 1, size, file);
    assert(written == size);
    (void)written;
    fclose(file);
}

void fuzz_write_text(const char *name, const char *text) {
    fuzz_write(name, text, strlen(text));
}

// Copies a file of tests/fuzz, found from the folder outside.
static void copy(const char *from, const char *to) {
    char bytes[4096];
    int file = openat(before, from, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        fprintf(stderr, "%s is not there; run this from the root of the source tree\n", from);
        exit(2);
    }
    ssize_t n = read(file, bytes, sizeof bytes);
    assert(n > 0 && (size_t)n < sizeof bytes);
    fuzz_write(to, bytes, (size_t)n);
    close(file);
}

void fuzz_write_configs(void) {
    copy("tests/fuzz/small.cfg", "small.cfg");
    copy("tests/fuzz/circuit.cfg", "circuit.cfg");
}

void fuzz_write_run(void) {
    mkdir("run", 0700);
    mkdir("run/maps", 0700);
    copy("tests/fuzz/small.cfg", "run/config.cfg");
    fuzz_write_text("run/run.json", "{\"status\": \"finished\", \"seed\": 1, \"iteration\": 4}");
    fuzz_write_text(
        "run/measures.json",
        "{\"activity\": {\"kind\": \"activity\", \"series\": {\"4\": {\"numbers\": {\"v1.mean\": "
        "{\"value\": 0.5, \"unit\": \"1\", \"definition\": \"mean\"}}}}, "
        "\"similarity\": {}}}");
}

void fuzz_expect(bool ok, Error *error) {
    if (ok != (error->count == 0)) {
        fprintf(stderr, "%s with the message: %s\n", ok ? "accepted" : "refused",
                error->text ? error->text : "none");
        abort();
    }
    error_clear(error);
}
