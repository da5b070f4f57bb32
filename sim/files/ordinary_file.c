// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/ordinary_file.h"

#include "base/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

FILE *ordinary_file_open(const char *path, const char *kind, Error *error) {
    struct stat status;
    FILE *file = NULL;
    if (stat(path, &status) != 0)
        fail(error, "%s: %s%s", path, errno == ENOENT ? "no such file" : "cannot be opened: ",
             errno == ENOENT ? "" : strerror(errno));
    else if (!S_ISREG(status.st_mode))
        fail(error, "%s: is a %s, not %s", path,
             S_ISDIR(status.st_mode) ? "folder" : "pipe or a device", kind);
    else if ((file = fopen(path, "rb")) == NULL)
        fail(error, "%s: cannot be opened: %s", path, strerror(errno));
    return file;
}

unsigned char *ordinary_file_read(const char *path, const char *kind, size_t *size, Error *error) {
    FILE *file = ordinary_file_open(path, kind, error);
    struct stat status;
    if (file == NULL)
        return NULL;
    errno = 0;
    bool ok = fstat(fileno(file), &status) == 0;
    *size = ok ? (size_t)status.st_size : 0;
    unsigned char *bytes = allocate(*size + 1, 1);
    ok = ok && fread(bytes, 1, *size, file) == *size;
    if (!ok) {
        fail(error, "%s: cannot be read: %s", path,
             errno ? strerror(errno) : "it changed meanwhile");
        release(bytes);
    }
    fclose(file);
    return ok ? bytes : NULL;
}
