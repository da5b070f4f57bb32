// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_format.h"

#include "base/memory.h"
#include "files/ordinary_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const DataFormat *const data_formats[] = {
    &data_format_hdf5, &data_format_mat, &data_format_npy,   &data_format_npz,
    &data_format_tiff, &data_format_png, &data_format_table, NULL};

// HDF5's signature stands at the front, or behind another program's first 512, 1024 ... bytes.
static long find_signature(int opened, long long length) {
    static const unsigned char signature[8] = "\x89HDF\r\n\x1a\n";
    unsigned char found[8];
    for (long long at = 0; at + 8 <= length; at = at == 0 ? 512 : 2 * at)
        if (pread(opened, found, 8, (off_t)at) == 8 && memcmp(found, signature, 8) == 0)
            return (long)at;
    return -1;
}

static bool read_start(const char *path, DataStart *start, Error *error) {
    *start = (DataStart){.path = path, .signature = -1};
    OWNED_BY(ordinary_file_close)
    FILE *file = ordinary_file_open(path, "a file that holds arrays", error);
    struct stat status;
    if (file == NULL)
        return false;
    if (fstat(fileno(file), &status) != 0)
        return fail(error, "%s: cannot be read", path);
    start->length = status.st_size;
    start->signature = find_signature(fileno(file), start->length);
    start->n = fread(start->bytes, 1, sizeof start->bytes, file);
    return true;
}

const DataFormat *data_format_of(const char *path, Error *error) {
    DataStart start;
    if (!read_start(path, &start, error))
        return NULL;
    for (size_t i = 0; data_formats[i]; i++)
        if (data_formats[i]->recognises(&start))
            return data_formats[i];
    OWNED char *names = copy_text("");
    for (size_t i = 0; data_formats[i]; i++)
        text_append(&names, "%s%s",
                    i == 0                ? ""
                    : data_formats[i + 1] ? ", "
                                          : " or ",
                    data_formats[i]->name);
    fail(error, start.length == 0 ? "%s: is empty" : "%s: is not %s", path, names);
    return NULL;
}

bool data_format_read(const DataFormat *format, const char *path, const char *name, DataSink *sink,
                      Error *error) {
    OWNED_BY(data_catalogue_free) DataCatalogue catalogue = {0};
    if (name == NULL) {
        if (!format->list(path, &catalogue, error))
            return false;
        const DataHead *only = data_catalogue_find(&catalogue, path, NULL, error);
        if (only == NULL)
            return false;
        name = only->name;
    }
    return format->read(path, name, sink, error) && data_sink_end(sink, error);
}

bool data_format_missing(const char *path, const char *what, const char *package, Error *error) {
    return fail(error,
                "%s: is %s, which this build of pinwheel cannot read: install the package %s and "
                "build it again",
                path, what, package);
}
