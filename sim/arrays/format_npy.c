// SPDX-License-Identifier: GPL-3.0-or-later
// NPY: one array of NumPy (npy.h).
#include "arrays/data_format.h"
#include "arrays/npy.h"
#include "base/memory.h"
#include "files/ordinary_file.h"

#include <string.h>
#include <sys/stat.h>

static bool recognises(const DataStart *start) {
    return start->n >= 6 && memcmp(start->bytes, "\x93NUMPY", 6) == 0;
}

static size_t take(void *from, void *bytes, size_t n) {
    return fread(bytes, 1, n, from);
}

static bool list(const char *path, DataCatalogue *catalogue, Error *error) {
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a NumPy file", error);
    const NpySource source = {path, "", take, file};
    NpyHeader header;
    if (file == NULL || !npy_read_header(&source, &header, error))
        return false;
    data_catalogue_add(catalogue, header.head);
    return true;
}

static bool read(const char *path, const char *name, DataSink *sink, Error *error) {
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    if (!list(path, &catalogue, error) || !data_catalogue_find(&catalogue, path, name, error))
        return false;
    OWNED_BY(ordinary_file_close) FILE *file = ordinary_file_open(path, "a NumPy file", error);
    const NpySource source = {path, "", take, file};
    NpyHeader header;
    struct stat status;
    if (file == NULL || fstat(fileno(file), &status) != 0 ||
        !npy_read_header(&source, &header, error))
        return false;
    bool ok = npy_read_values(&source, &header, (double)status.st_size, sink, error);
    data_head_free(&header.head);
    return ok;
}

const DataFormat data_format_npy = {"a NumPy file (.npy)", "the reader of NumPy files", recognises,
                                    list, read};
