// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/store_cause.h"
#include "files/superblock.h"

#include <errno.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

void store_prepare(void) {
    H5dont_atexit();
}

// HDF5 locks a file that it writes, or marks it in byte 11 where the file's format is of version 3.
static bool is_being_written(FILE *file) {
    enum { VERSION = 8, MARKS = 11 };
    unsigned char start[MARKS + 1];
    if (flock(fileno(file), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return true;
    return fread(start, sizeof start, 1, file) == 1 && start[VERSION] == 3 && (start[MARKS] & 1);
}

static bool is_old_matlab(FILE *file) {
    static const char mark[] = "MATLAB 5.0";
    char start[sizeof mark] = "";
    return pread(fileno(file), start, sizeof start - 1, 0) > 0 && strcmp(start, mark) == 0;
}

static hid_t open_file(const char *path, unsigned access, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "an HDF5 file", error);
    if (file == NULL)
        return -1;
    if (superblock_names_driver(file))
        return fail(error,
                    "%s: damaged HDF5 file, or a part of one that HDF5 spread over several files; "
                    "of such a part, h5repart makes a whole file",
                    path),
               -1;
    hid_t opened = H5Fopen(path, access, H5P_DEFAULT);
    if (opened < 0) {
        char cause[STORE_REASON_SIZE];
        store_reason(cause);
        if (is_old_matlab(file))
            fail(error,
                 "%s: is not an HDF5 file but an older MATLAB one; write it anew in MATLAB with: "
                 "save -v7.3",
                 path);
        else if (is_being_written(file))
            fail(error, "%s: another program is writing it (HDF5: %s)", path, cause);
        else if (H5Fis_hdf5(path) <= 0)
            fail(error, "%s: is not an HDF5 file", path);
        else
            fail(error, "%s: damaged or truncated HDF5 file (HDF5: %s)", path, cause);
    }
    return opened;
}

static hid_t create_file(const char *path, size_t seal, Error *error) {
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    if (seal > 0)
        H5Pset_userblock(creation, seal);
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, creation, H5P_DEFAULT);
    H5Pclose(creation);
    if (file < 0)
        fail(error,
             "%s: cannot be created: does its folder exist, and is the disk writable and not full?",
             path);
    return file;
}

// A link to another file fails: what a file names is not opened.
static herr_t refuse_link(const char *file, const char *group, const char *other_file,
                          const char *object, unsigned *flags, hid_t access, void *context) {
    (void)file, (void)group, (void)other_file, (void)object, (void)flags, (void)access,
        (void)context;
    return -1;
}

static void forget(Store *store) {
    H5Pclose(store->links);
    H5Eset_auto2(H5E_DEFAULT, store->printing, store->printing_context);
    release(store->path);
    *store = (Store){.file = -1, .links = -1};
}

bool store_open(Store *store, const char *path, StoreMode mode, size_t seal, Error *error) {
    *store = (Store){.path = copy_text(path), .checked = seal == 0};
    H5Eget_auto2(H5E_DEFAULT, &store->printing, &store->printing_context);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); // the store reports errors itself
    store->links = H5Pcreate(H5P_LINK_ACCESS);
    H5Pset_elink_cb(store->links, refuse_link, NULL);
    store->file = mode == STORE_CREATE
                      ? create_file(path, seal, error)
                      : open_file(path, mode == STORE_READ ? H5F_ACC_RDONLY : H5F_ACC_RDWR, error);
    if (store->file >= 0)
        return true;
    forget(store);
    return false;
}

bool store_close(Store *store, Error *error) {
    if (store->file < 0)
        return true;
    char cause[STORE_CAUSE_SIZE];
    bool ok = H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0;
    if (!ok)
        store_cause(cause);
    if (H5Fclose(store->file) < 0 && ok) {
        ok = false;
        store_cause(cause);
    }
    if (!ok)
        fail(error, "%s: could not be written to the end: %s", store->path, cause);
    forget(store);
    return ok;
}
