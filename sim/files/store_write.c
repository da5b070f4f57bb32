// SPDX-License-Identifier: GPL-3.0-or-later
// What a store writes.
#include "files/store.h"

#include "files/store_cause.h"
#include "files/store_move.h"

#include <assert.h>
#include <hdf5.h>
#include <string.h>

static hid_t type_in_file(StoreType type) {
    return (hid_t[]){H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_STD_I64LE}[type];
}

// How an array is stored. A checksum needs chunks; here one for each plane of the last two axes.
static hid_t layout_of(bool checked, size_t rank, const hsize_t *dimensions) {
    hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(layout, false); // equal arrays make equal files
    hsize_t chunk[STORE_RANK_MOST], count = 1;
    for (size_t i = 0; i < rank; i++) {
        chunk[i] = i + 2 < rank ? 1 : dimensions[i];
        count *= dimensions[i];
    }
    if (checked && rank > 0 && count > 0) {
        H5Pset_chunk(layout, (int)rank, chunk);
        H5Pset_fletcher32(layout);
    }
    return layout;
}

static hid_t make_dataset(Store *store, const char *name, hid_t stored, size_t rank,
                          const size_t *shape) {
    hsize_t dimensions[STORE_RANK_MOST] = {0};
    assert(rank <= STORE_RANK_MOST);
    for (size_t i = 0; i < rank; i++)
        dimensions[i] = shape[i];
    hid_t space = H5Screate_simple((int)rank, dimensions, NULL);
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    hid_t layout = layout_of(store->checked, rank, dimensions);
    hid_t array = H5Dcreate2(store->file, name, stored, space, links, layout, H5P_DEFAULT);
    hid_t failure = H5Eget_current_stack(); // closing would clear the reason
    H5Pclose(layout);
    H5Pclose(links);
    H5Sclose(space);
    H5Eset_current_stack(failure);
    return array;
}

// Notes a part in the seal where the file holds it as memory does, in one run of bytes.
static void note_part(const Store *store, hid_t array, hid_t type, StorePart part,
                      const void *values) {
    haddr_t place = store->seal && part.count > 0 ? H5Dget_offset(array) : HADDR_UNDEF;
    if (place == HADDR_UNDEF)
        return;
    hid_t stored = H5Dget_type(array);
    size_t size = H5Tget_size(type);
    if (H5Tequal(stored, type) > 0)
        seal_note(store->seal, place + part.first * size, values, part.count * size);
    H5Tclose(stored);
}

// Writes a part of an open array, and closes it.
static bool finish_array(Store *store, const char *name, hid_t array, hid_t type, StorePart part,
                         const void *values, Error *error) {
    char cause[STORE_CAUSE_SIZE];
    bool ok = array >= 0 && (part.count == 0 || store_move_part(array, part, type, NULL, values));
    if (ok)
        note_part(store, array, type, part, values);
    else
        store_cause(cause);
    if (H5Dclose(array) < 0 && ok) {
        ok = false;
        store_cause(cause);
    }
    return ok || fail(error, "%s: %s could not be written: %s", store->path, name, cause);
}

bool store_write_numbers(Store *store, const char *name, StoreType type, size_t rank,
                         const size_t *shape, const void *values, Error *error) {
    hid_t array = make_dataset(store, name, type_in_file(type), rank, shape);
    size_t n = 1;
    for (size_t i = 0; i < rank; i++)
        n *= shape[i];
    return finish_array(store, name, array, store_type_in_memory(type), (StorePart){n, 0, n},
                        values, error);
}

bool store_write_numbers_part(Store *store, const char *name, StoreType type, StorePart part,
                              const void *values, Error *error) {
    hid_t array = part.first == 0 ? make_dataset(store, name, type_in_file(type), 1, &part.n)
                                  : H5Dopen2(store->file, name, H5P_DEFAULT);
    return finish_array(store, name, array, store_type_in_memory(type), part, values, error);
}

static hid_t text_type(const char *text) {
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, strlen(text) + 1);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

bool store_write_text(Store *store, const char *name, const char *text, Error *error) {
    hid_t type = text_type(text), array = make_dataset(store, name, type, 0, NULL);
    bool ok = finish_array(store, name, array, type, (StorePart){1, 0, 1}, text, error);
    H5Tclose(type);
    return ok;
}

bool store_note(Store *store, const char *name, const char *key, const char *text, Error *error) {
    hid_t type = text_type(text), space = H5Screate(H5S_SCALAR);
    hid_t note = H5Acreate_by_name(store->file, name, key, type, space, H5P_DEFAULT, H5P_DEFAULT,
                                   H5P_DEFAULT);
    bool ok = H5Awrite(note, type, text) >= 0;
    H5Aclose(note);
    H5Sclose(space);
    H5Tclose(type);
    return ok ||
           fail(error, "%s: the note '%s' of %s could not be written", store->path, key, name);
}

bool store_remove(Store *store, const char *name, Error *error) {
    return H5Ldelete(store->file, name, H5P_DEFAULT) >= 0 ||
           fail(error, "%s: %s could not be removed", store->path, name);
}
