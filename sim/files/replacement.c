// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/replacement.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(const char *path, mode_t mode, Error *error) {
    return fail(error, "%s: cannot be written: it is a %s, not an ordinary file", path,
                S_ISDIR(mode) ? "folder" : "pipe or a device");
}

// The path without a link at its end; owned by the caller, NULL where the link leads to nothing.
static char *resolve(const char *path, Error *error) {
    struct stat status;
    if (lstat(path, &status) != 0 || !S_ISLNK(status.st_mode))
        return copy_text(path);
    char *found = realpath(path, NULL), *target = found ? copy_text(found) : NULL;
    free(found);
    if (target == NULL)
        fail(error, "%s: cannot be written: it is a link to nothing: %s", path, strerror(errno));
    return target;
}

// Makes the new file. What an earlier process left there when it was killed is removed; a link is
// removed and not followed.
static int make(const char *fresh) {
    struct stat status;
    if (lstat(fresh, &status) == 0 && (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)))
        unlink(fresh);
    return open(fresh, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
}

static void forget(Replacement *replacement) {
    if (replacement->opened >= 0)
        close(replacement->opened);
    release(replacement->path);
    release(replacement->fresh);
    *replacement = (Replacement){.opened = -1};
}

bool replacement_begin(Replacement *replacement, const char *path, Error *error) {
    *replacement = (Replacement){.path = resolve(path, error), .opened = -1};
    if (replacement->path == NULL)
        return false;
    struct stat status;
    bool there = stat(replacement->path, &status) == 0;
    replacement->fresh = format_text("%s.new", replacement->path);
    if (there && !S_ISREG(status.st_mode))
        refuse(path, status.st_mode, error);
    else if ((replacement->opened = make(replacement->fresh)) < 0)
        fail(error, "%s: cannot be written: %s", errno == EEXIST ? replacement->fresh : path,
             errno == EEXIST ? "something else has this name" : strerror(errno));
    if (replacement->opened >= 0)
        return true;
    forget(replacement);
    return false;
}

// Is the new file still the one that was made?
static bool is_own(const Replacement *replacement) {
    struct stat made, there;
    return fstat(replacement->opened, &made) == 0 && lstat(replacement->fresh, &there) == 0 &&
           made.st_dev == there.st_dev && made.st_ino == there.st_ino;
}

bool replacement_end(Replacement *replacement, bool keep, Error *error) {
    bool own = is_own(replacement), ok = keep && own;
    if (keep && !own)
        fail(error, "%s: cannot be written: another program writes it", replacement->path);
    if (ok &&
        (fsync(replacement->opened) != 0 || rename(replacement->fresh, replacement->path) != 0))
        ok = fail(error, "%s: cannot be written: %s", replacement->path, strerror(errno));
    if (!ok && own)
        unlink(replacement->fresh);
    forget(replacement);
    return ok;
}

FILE *replacement_append(const char *path, Error *error) {
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (there && !S_ISREG(status.st_mode)) {
        refuse(path, status.st_mode, error);
        return NULL;
    }
    int opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0666);
    FILE *file = opened >= 0 ? fdopen(opened, "a") : NULL;
    if (file == NULL)
        fail(error, "%s: cannot be written: %s", path, strerror(errno));
    if (file == NULL && opened >= 0)
        close(opened);
    return file;
}
