// SPDX-License-Identifier: GPL-3.0-or-later
// NPZ: arrays of NumPy in a ZIP archive; the member angles.npy is the array "angles".
#include "arrays/data_format.h"
#include "arrays/npy.h"
#include "base/memory.h"
#include "found_libraries.h"

#include <string.h>

static bool recognises(const DataStart *start) {
    return start->n >= 4 &&
           (memcmp(start->bytes, "PK\3\4", 4) == 0 || memcmp(start->bytes, "PK\5\6", 4) == 0);
}

#ifdef FOUND_LIBZIP

#include <zip.h>

static zip_t *open_archive(const char *path, Error *error) {
    int code = 0;
    zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
    if (archive)
        return archive;
    zip_error_t cause;
    zip_error_init_with_code(&cause, code);
    fail(error, "%s: is damaged: it is no whole ZIP archive: %s", path, zip_error_strerror(&cause));
    zip_error_fini(&cause);
    return NULL;
}

static void close_archive(zip_t **archive) {
    if (*archive)
        zip_discard(*archive);
}

static void close_member(zip_file_t **member) {
    if (*member)
        zip_fclose(*member);
}

static size_t take(void *from, void *bytes, size_t n) {
    size_t taken = 0;
    while (taken < n) {
        zip_int64_t count = zip_fread(from, (char *)bytes + taken, n - taken);
        if (count <= 0)
            break;
        taken += (size_t)count;
    }
    return taken;
}

// The name of member i without ".npy"; NULL: it has another ending. Owned by the caller.
static char *array_name(zip_t *archive, zip_uint64_t i) {
    const char *name = zip_get_name(archive, i, ZIP_FL_ENC_GUESS);
    size_t length = name ? strlen(name) : 0;
    if (length <= 4 || strcmp(name + length - 4, ".npy") != 0)
        return NULL;
    return format_text("%.*s", (int)(length - 4), name);
}

static zip_file_t *open_member(zip_t *archive, const char *path, const char *name, zip_uint64_t i,
                               Error *error) {
    zip_file_t *member = zip_fopen_index(archive, i, 0);
    if (member == NULL)
        fail(error, "%s:%s: cannot be read: %s", path, name, zip_strerror(archive));
    return member;
}

// Reads the header of member i; its values as well unless `sink` is NULL.
static bool read_member(zip_t *archive, const char *path, const char *name, zip_uint64_t i,
                        NpyHeader *header, DataSink *sink, Error *error) {
    zip_stat_t status;
    OWNED_BY(close_member) zip_file_t *member = open_member(archive, path, name, i, error);
    const NpySource source = {path, name, take, member};
    if (member == NULL || !npy_read_header(&source, header, error))
        return false;
    bool known = zip_stat_index(archive, i, 0, &status) == 0 && (status.valid & ZIP_STAT_COMP_SIZE);
    if (sink == NULL ||
        npy_read_values(&source, header, known ? (double)status.comp_size : 0, sink, error))
        return true;
    data_head_free(&header->head);
    return false;
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(close_archive) zip_t *archive = open_archive(path, error);
    zip_int64_t members = archive ? zip_get_num_entries(archive, 0) : 0;
    for (zip_int64_t i = 0; i < members && catalogue->count < DATA_CATALOGUE_MOST; i++) {
        OWNED char *name = array_name(archive, (zip_uint64_t)i);
        NpyHeader header;
        if (name && read_member(archive, path, name, (zip_uint64_t)i, &header, NULL, NULL))
            data_catalogue_add(catalogue, header.head);
    }
    return archive != NULL;
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(close_archive) zip_t *archive = open_archive(path, error);
    zip_int64_t members = archive ? zip_get_num_entries(archive, 0) : 0;
    for (zip_int64_t i = 0; i < members; i++) {
        OWNED char *found = array_name(archive, (zip_uint64_t)i);
        NpyHeader header;
        if (found == NULL || strcmp(found, name) != 0)
            continue;
        bool ok = read_member(archive, path, name, (zip_uint64_t)i, &header, sink, error);
        if (ok)
            data_head_free(&header.head);
        return ok;
    }
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    if (archive && list(path, &catalogue, error))
        data_catalogue_find(&catalogue, path, name, error);
    return false;
}

#else

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    (void)catalogue;
    return data_format_missing(path, "a NumPy archive (.npz)", "libzip-dev", error);
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    (void)name, (void)sink;
    return list(path, NULL, error);
}

#endif

const DataFormat data_format_npz = {"a NumPy archive (.npz)", "the ZIP library", recognises, list,
                                    read};
