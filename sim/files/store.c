// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store.h"

#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <hdf5.h>
#include <string.h>

enum { HIGHEST_RANK = 4 };

void store_prepare(void) {
    H5dont_atexit();
}

bool store_open(Store *store, const char *path, StoreMode mode, size_t seal, Error *error) {
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL); // errors are told by us
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    if (seal > 0)
        H5Pset_userblock(creation, seal);
    hid_t file =
        mode == STORE_CREATE
            ? H5Fcreate(path, H5F_ACC_TRUNC, creation, H5P_DEFAULT)
            : H5Fopen(path, mode == STORE_READ ? H5F_ACC_RDONLY : H5F_ACC_RDWR, H5P_DEFAULT);
    H5Pclose(creation);
    *store = (Store){file, copy_text(path)};
    if (file >= 0)
        return true;
    release(store->path);
    store->path = NULL;
    return fail(error, "%s: cannot be %s", path,
                mode == STORE_CREATE
                    ? "created: does its folder exist, and is the disk writable and not full?"
                    : "opened as HDF5: it is missing, damaged or not such a file");
}

bool store_close(Store *store, Error *error) {
    bool ok = store->file < 0 || (H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0);
    ok = (store->file < 0 || H5Fclose(store->file) >= 0) && ok;
    if (!ok)
        fail(error, "%s: could not be written to the end: is the disk full?", store->path);
    release(store->path);
    *store = (Store){-1, NULL};
    return ok;
}

static bool write_array(Store *store, const char *name, size_t rank, const size_t *shape,
                        hid_t type, hid_t stored, const void *values, Error *error) {
    hsize_t dimensions[HIGHEST_RANK] = {0};
    assert(rank <= HIGHEST_RANK);
    bool empty = false;
    for (size_t i = 0; i < rank; i++) {
        dimensions[i] = shape[i];
        empty = empty || shape[i] == 0;
    }
    hid_t space = H5Screate_simple((int)rank, dimensions, NULL);
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    hid_t array = H5Dcreate2(store->file, name, stored, space, links, H5P_DEFAULT, H5P_DEFAULT);
    bool ok =
        array >= 0 && (empty || H5Dwrite(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    if (array >= 0)
        ok = H5Dclose(array) >= 0 && ok;
    H5Pclose(links);
    H5Sclose(space);
    return ok || fail(error, "%s: %s could not be written: is the disk full?", store->path, name);
}

bool store_write_floats(Store *store, const char *name, size_t rank, const size_t *shape,
                        const float *values, Error *error) {
    return write_array(store, name, rank, shape, H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, values, error);
}

bool store_write_doubles(Store *store, const char *name, size_t rank, const size_t *shape,
                         const double *values, Error *error) {
    return write_array(store, name, rank, shape, H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE, values, error);
}

bool store_write_integers(Store *store, const char *name, size_t n, const int64_t *values,
                          Error *error) {
    return write_array(store, name, 1, &n, H5T_NATIVE_INT64, H5T_STD_I64LE, values, error);
}

// Moves one part of a list, or the whole of an array of any rank, between memory and the file: one
// of `read` and `written` is given.
static bool move_part(hid_t array, StorePart part, hid_t type, void *read, const void *written) {
    bool whole = part.count == part.n;
    hsize_t first = part.first, count = part.count;
    hid_t file = whole ? H5S_ALL : H5Dget_space(array),
          memory = whole ? H5S_ALL : H5Screate_simple(1, &count, NULL);
    bool ok =
        (whole || H5Sselect_hyperslab(file, H5S_SELECT_SET, &first, NULL, &count, NULL) >= 0) &&
        (read ? H5Dread(array, type, memory, file, H5P_DEFAULT, read)
              : H5Dwrite(array, type, memory, file, H5P_DEFAULT, written)) >= 0;
    if (!whole) {
        H5Sclose(memory);
        H5Sclose(file);
    }
    return ok;
}

static bool write_part(Store *store, const char *name, StorePart part, hid_t type, hid_t stored,
                       const void *values, Error *error) {
    hsize_t n = part.n;
    hid_t array;
    if (part.first == 0) {
        hid_t links = H5Pcreate(H5P_LINK_CREATE), space = H5Screate_simple(1, &n, NULL);
        H5Pset_create_intermediate_group(links, 1);
        array = H5Dcreate2(store->file, name, stored, space, links, H5P_DEFAULT, H5P_DEFAULT);
        H5Sclose(space);
        H5Pclose(links);
    } else {
        array = H5Dopen2(store->file, name, H5P_DEFAULT);
    }
    bool ok = array >= 0 && (part.count == 0 || move_part(array, part, type, NULL, values));
    if (array >= 0)
        ok = H5Dclose(array) >= 0 && ok;
    return ok || fail(error, "%s: %s could not be written: is the disk full?", store->path, name);
}

bool store_write_floats_part(Store *store, const char *name, StorePart part, const float *values,
                             Error *error) {
    return write_part(store, name, part, H5T_NATIVE_FLOAT, H5T_IEEE_F32LE, values, error);
}

bool store_write_integers_part(Store *store, const char *name, StorePart part,
                               const int64_t *values, Error *error) {
    return write_part(store, name, part, H5T_NATIVE_INT64, H5T_STD_I64LE, values, error);
}

static hid_t text_type(const char *text) {
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, strlen(text) + 1);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

bool store_write_text(Store *store, const char *name, const char *text, Error *error) {
    hid_t type = text_type(text);
    bool ok = write_array(store, name, 0, NULL, type, type, text, error);
    H5Tclose(type);
    return ok;
}

bool store_note(Store *store, const char *name, const char *key, const char *text, Error *error) {
    hid_t object = H5Oopen(store->file, name, H5P_DEFAULT), type = text_type(text),
          space = H5Screate(H5S_SCALAR);
    hid_t note = H5Acreate2(object, key, type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool ok = note >= 0 && H5Awrite(note, type, text) >= 0;
    if (note >= 0)
        H5Aclose(note);
    if (object >= 0)
        H5Oclose(object);
    H5Sclose(space);
    H5Tclose(type);
    return ok ||
           fail(error, "%s: the note '%s' of %s could not be written", store->path, key, name);
}

// Opens an array of n values; negative with a message if there is none.
static hid_t open_array(Store *store, const char *name, size_t n, Error *error) {
    hid_t array = H5Dopen2(store->file, name, H5P_DEFAULT);
    if (array < 0) {
        fail(error, "%s: has no %s", store->path, name);
        return array;
    }
    hid_t space = H5Dget_space(array);
    hssize_t there = H5Sget_simple_extent_npoints(space);
    H5Sclose(space);
    if (there >= 0 && (size_t)there == n)
        return array;
    fail(error, "%s: %s has %lld values, not %zu", store->path, name, (long long)there, n);
    H5Dclose(array);
    return -1;
}

static bool read_part(Store *store, const char *name, StorePart part, hid_t type, void *values,
                      Error *error) {
    hid_t array = open_array(store, name, part.n, error);
    if (array < 0)
        return false;
    bool ok = part.count == 0 || move_part(array, part, type, values, NULL) ||
              fail(error, "%s: %s cannot be read; the file is damaged", store->path, name);
    H5Dclose(array);
    return ok;
}

bool store_read_floats(Store *store, const char *name, size_t n, float *values, Error *error) {
    return read_part(store, name, (StorePart){n, 0, n}, H5T_NATIVE_FLOAT, values, error);
}

bool store_read_floats_part(Store *store, const char *name, StorePart part, float *values,
                            Error *error) {
    return read_part(store, name, part, H5T_NATIVE_FLOAT, values, error);
}

bool store_read_doubles(Store *store, const char *name, size_t n, double *values, Error *error) {
    return read_part(store, name, (StorePart){n, 0, n}, H5T_NATIVE_DOUBLE, values, error);
}

bool store_read_integers(Store *store, const char *name, size_t n, int64_t *values, Error *error) {
    return read_part(store, name, (StorePart){n, 0, n}, H5T_NATIVE_INT64, values, error);
}

char *store_read_text(Store *store, const char *name, Error *error) {
    hid_t array = H5Dopen2(store->file, name, H5P_DEFAULT);
    char *text = NULL;
    if (array >= 0) {
        hid_t type = H5Dget_type(array);
        if (H5Tget_class(type) == H5T_STRING && !H5Tis_variable_str(type)) {
            text = allocate(H5Tget_size(type) + 1, 1);
            if (H5Dread(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) < 0) {
                release(text);
                text = NULL;
            }
        }
        H5Tclose(type);
        H5Dclose(array);
    }
    if (text == NULL)
        fail(error, "%s: the text %s is missing or damaged", store->path, name);
    return text;
}

bool store_shape(Store *store, const char *name, size_t rank, size_t *shape, Error *error) {
    hid_t array = H5Dopen2(store->file, name, H5P_DEFAULT);
    hid_t space = array >= 0 ? H5Dget_space(array) : -1;
    hsize_t dimensions[HIGHEST_RANK] = {0};
    bool ok = space >= 0 && H5Sget_simple_extent_ndims(space) == (int)rank && rank <= HIGHEST_RANK;
    ok = ok && H5Sget_simple_extent_dims(space, dimensions, NULL) >= 0;
    for (size_t i = 0; ok && i < rank; i++)
        shape[i] = dimensions[i];
    if (space >= 0)
        H5Sclose(space);
    if (array >= 0)
        H5Dclose(array);
    return ok || fail(error, "%s: %s is not an array of %zu axes, or is damaged", store->path, name,
                      rank);
}

char *store_read_note(Store *store, const char *name, const char *key) {
    hid_t note = H5Aopen_by_name(store->file, name, key, H5P_DEFAULT, H5P_DEFAULT);
    hid_t type = note >= 0 ? H5Aget_type(note) : -1;
    bool text = type >= 0 && H5Tget_class(type) == H5T_STRING && !H5Tis_variable_str(type);
    char *value = allocate(text ? H5Tget_size(type) + 1 : 1, 1);
    if (text && H5Aread(note, type, value) < 0)
        value[0] = '\0';
    if (type >= 0)
        H5Tclose(type);
    if (note >= 0)
        H5Aclose(note);
    return value;
}

bool store_has(Store *store, const char *name) {
    // Each group on the way has to be there before its member may be asked for.
    char *path = copy_text(name);
    bool there = true;
    for (size_t i = 1; there && path[i - 1]; i++)
        if (path[i] == '/' || path[i] == '\0') {
            char kept = path[i];
            path[i] = '\0';
            there = H5Lexists(store->file, path, H5P_DEFAULT) > 0;
            path[i] = kept;
        }
    release(path);
    return there;
}

bool store_remove(Store *store, const char *name, Error *error) {
    return H5Ldelete(store->file, name, H5P_DEFAULT) >= 0 ||
           fail(error, "%s: %s could not be removed", store->path, name);
}

char **store_names(Store *store, const char *group) {
    H5G_info_t info = {0};
    hid_t opened = H5Gopen2(store->file, group, H5P_DEFAULT);
    if (opened >= 0)
        H5Gget_info(opened, &info);
    char **names = allocate((size_t)info.nlinks + 1, sizeof *names);
    for (hsize_t i = 0; i < info.nlinks; i++) {
        char name[256] = "";
        H5Lget_name_by_idx(opened, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof name,
                           H5P_DEFAULT);
        names[i] = copy_text(name);
    }
    if (opened >= 0)
        H5Gclose(opened);
    return names;
}
