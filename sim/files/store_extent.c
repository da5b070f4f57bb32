// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store_extent.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <hdf5.h>

enum { RANK_MOST = 32 }; // of HDF5

// The bytes of a chunk, 0 for an array that is not in chunks.
static double chunk_bytes(hid_t layout, size_t size) {
    hsize_t chunk[RANK_MOST];
    int rank = H5Pget_layout(layout) == H5D_CHUNKED ? H5Pget_chunk(layout, RANK_MOST, chunk) : 0;
    double bytes = rank > 0 ? (double)size : 0;
    for (int k = 0; k < rank; k++)
        bytes *= (double)chunk[k];
    return bytes;
}

static bool check_filters(hid_t layout, const char *path, const char *name, Error *error) {
    int n = H5Pget_nfilters(layout);
    for (int k = 0; k < n; k++) {
        char filter[64] = "";
        unsigned flags, settings;
        size_t none = 0;
        H5Z_filter_t number = H5Pget_filter2(layout, (unsigned)k, &flags, &none, NULL,
                                             sizeof filter, filter, &settings);
        if (H5Zfilter_avail(number) > 0)
            continue;
        OWNED char *shown = utf8_printable(filter);
        return fail(error,
                    "%s: %s is packed by the filter '%s' (number %d), which is unknown here; write "
                    "the file anew with: h5repack -f GZIP=4 FILE NEW, or compression=\"gzip\" in "
                    "h5py",
                    path, name, shown, (int)number);
    }
    return true;
}

static bool check_layout(hid_t layout, double bytes, size_t size, double stored, const char *path,
                         const char *name, Error *error) {
    if (H5Pget_external_count(layout) > 0 || H5Pget_layout(layout) == H5D_VIRTUAL)
        return fail(error, "%s: the values of %s lie in other files, which are not read", path,
                    name);
    double chunk = chunk_bytes(layout, size), most = bytes > chunk ? bytes : chunk;
    if (most > STORE_SMALL_MOST && most > stored * STORE_RATIO_MOST)
        return fail(
            error,
            "%s: %s declares %.0f MB, and the file holds %.0f bytes of it; at most %d times "
            "as many can be read, or %d MB",
            path, name, most / 1e6, stored, STORE_RATIO_MOST, STORE_SMALL_MOST >> 20);
    return check_filters(layout, path, name, error);
}

bool store_extent_check(int64_t array, int64_t type, size_t count, const char *path,
                        const char *name, Error *error) {
    hid_t layout = H5Dget_create_plist(array);
    size_t size = H5Tget_size(type);
    bool ok = layout >= 0 && size > 0
                  ? check_layout(layout, (double)count * (double)size, size,
                                 (double)H5Dget_storage_size(array), path, name, error)
                  : fail(error, "%s: %s is damaged: it has no layout", path, name);
    H5Pclose(layout);
    return ok;
}
