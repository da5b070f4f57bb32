// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/ordinary_file.h"

#include "base/memory.h"
#include "files/replacement.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

FILE *ordinary_file_open(const char *path, const char *kind, Error *error) {
    struct stat status;
    bool there = stat(path, &status) == 0, regular = there && S_ISREG(status.st_mode);
    // A pipe that took the file's place meanwhile is opened without waiting for its writer.
    int opened = regular ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    int cause = errno;
    regular = regular && (opened < 0 || (fstat(opened, &status) == 0 && S_ISREG(status.st_mode)));
    FILE *file = regular && opened >= 0 ? fdopen(opened, "rb") : NULL;
    if (file)
        return file;
    if (opened >= 0)
        close(opened);
    if (there && !regular)
        fail(error, "%s: is not an ordinary file: it is a %s, not %s", path,
             S_ISDIR(status.st_mode) ? "folder" : "pipe or a device", kind);
    else if (cause == ENOENT)
        fail(error, "%s: no such file", path);
    else
        fail(error, "%s: cannot be opened: %s", path, strerror(cause));
    return NULL;
}

void ordinary_file_close(FILE **file) {
    if (*file)
        fclose(*file);
}

bool ordinary_file_is_absent(const char *path) {
    struct stat status;
    return stat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

unsigned char *ordinary_file_read(const char *path, const char *kind, size_t *size, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, kind, error);
    struct stat status;
    if (file == NULL)
        return NULL;
    bool known = fstat(fileno(file), &status) == 0;
    *size = known ? (size_t)status.st_size : 0;
    if (*size > ORDINARY_FILE_MOST) {
        fail(error, "%s: is too large: it has %zu MB, and at most %d MB are read", path,
             *size >> 20, ORDINARY_FILE_MOST >> 20);
        return NULL;
    }
    unsigned char *bytes = allocate(*size + 1, 1);
    errno = 0;
    if (known && fread(bytes, 1, *size, file) == *size)
        return bytes;
    fail(error, "%s: cannot be read: %s", path, errno ? strerror(errno) : "it changed meanwhile");
    release(bytes);
    return NULL;
}

bool ordinary_file_replace(const char *path, OrdinaryFileWrite *write, const void *what,
                           Error *error) {
    Replacement replacement;
    if (!replacement_begin(&replacement, path, error))
        return false;
    int copy = dup(replacement.opened);
    FILE *file = copy >= 0 ? fdopen(copy, "w") : NULL;
    bool ok = file != NULL;
    if (ok) {
        write(file, what);
        ok = fflush(file) == 0 && !ferror(file);
        ok = fclose(file) == 0 && ok;
    } else if (copy >= 0) {
        close(copy);
    }
    if (!ok)
        fail(error, "%s: cannot be written: %s", path, strerror(errno));
    return replacement_end(&replacement, ok, error);
}
