// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/ordinary_file.h"

#include "base/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

FILE *ordinary_file_open(const char *path, const char *kind, Error *error) {
    struct stat status;
    bool there = stat(path, &status) == 0, regular = there && S_ISREG(status.st_mode);
    FILE *file = regular ? fopen(path, "rb") : NULL;
    if (there && !regular)
        fail(error, "%s: is a %s, not %s", path,
             S_ISDIR(status.st_mode) ? "folder" : "pipe or a device", kind);
    else if (file == NULL && !there && errno == ENOENT)
        fail(error, "%s: no such file", path);
    else if (file == NULL)
        fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    return file;
}

void ordinary_file_close(FILE **file) {
    if (*file)
        fclose(*file);
}

unsigned char *ordinary_file_read(const char *path, const char *kind, size_t *size, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, kind, error);
    struct stat status;
    if (file == NULL)
        return NULL;
    errno = 0;
    bool known = fstat(fileno(file), &status) == 0;
    *size = known ? (size_t)status.st_size : 0;
    unsigned char *bytes = allocate(*size + 1, 1);
    if (known && fread(bytes, 1, *size, file) == *size)
        return bytes;
    fail(error, "%s: cannot be read: %s", path, errno ? strerror(errno) : "it changed meanwhile");
    release(bytes);
    return NULL;
}

bool ordinary_file_replace(const char *path, OrdinaryFileWrite *write, const void *what,
                           Error *error) {
    OWNED char *fresh = format_text("%s.new", path);
    FILE *file = fopen(fresh, "w");
    bool ok = file != NULL;
    if (ok) {
        write(file, what);
        ok = fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
        ok = fclose(file) == 0 && ok;
        ok = ok && rename(fresh, path) == 0;
    }
    if (!ok) {
        fail(error, "%s: cannot be written: %s", path, strerror(errno));
        remove(fresh);
    }
    return ok;
}
