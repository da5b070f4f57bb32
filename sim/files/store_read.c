// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/memory.h"
#include "files/store.h"
#include "files/store_dataset.h"
#include "files/store_extent.h"
#include "files/store_move.h"

#include <hdf5.h>
#include <string.h>

enum { TEXT_MOST = 1 << 26 }; // bytes of a text

bool store_has(Store *store, const char *name) {
    return !store_is_absent(store, name);
}

static bool open_numbers(const Store *store, const char *name, StoreDataset *dataset,
                         Error *error) {
    if (!store_dataset_open(store, name, STORE_RANK_MOST, dataset, error))
        return false;
    H5T_class_t class = H5Tget_class(dataset->type);
    if (class != H5T_INTEGER && class != H5T_FLOAT && class != H5T_ENUM)
        return fail(error, "%s: %s holds %s, not numbers", store->path, name,
                    store_class_name(class));
    return true;
}

static bool check_extent(const Store *store, const char *name, const StoreDataset *dataset,
                         Error *error) {
    return store_extent_check(dataset->object, dataset->type, dataset->count, store->path, name,
                              error);
}

bool store_shape(Store *store, const char *name, int *rank, size_t shape[static STORE_RANK_MOST],
                 size_t *count, Error *error) {
    OWNED_BY(store_dataset_close) StoreDataset dataset = STORE_DATASET_NONE;
    if (!open_numbers(store, name, &dataset, error))
        return false;
    *rank = dataset.rank;
    memcpy(shape, dataset.shape, STORE_RANK_MOST * sizeof *shape);
    *count = dataset.count;
    return check_extent(store, name, &dataset, error);
}

bool store_read_numbers(Store *store, const char *name, StoreType type, StorePart part,
                        void *values, Error *error) {
    OWNED_BY(store_dataset_close) StoreDataset dataset = STORE_DATASET_NONE;
    if (!open_numbers(store, name, &dataset, error))
        return false;
    if (dataset.count != part.n)
        return fail(error, "%s: %s has %zu values, not %zu", store->path, name, dataset.count,
                    part.n);
    if (!check_extent(store, name, &dataset, error))
        return false;
    if (part.count < part.n && dataset.rank != 1)
        return fail(error, "%s: %s has %d axes; a list has one", store->path, name, dataset.rank);
    return part.count == 0 ||
           store_move_part(dataset.object, part, store_type_in_memory(type), values, NULL) ||
           store_fail_as_damaged(error, store, name,
                                 "cannot be read; it is damaged or packed by an unknown filter");
}

// Room for the text of a dataset or a note; NULL where it is not one text of up to TEXT_MOST bytes.
static char *room_for_text(hid_t type, hid_t space) {
    size_t size = H5Tget_size(type);
    bool one = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 &&
               H5Sget_simple_extent_npoints(space) == 1 && size <= TEXT_MOST;
    return one ? allocate(size + 1, 1) : NULL;
}

char *store_read_text(Store *store, const char *name, Error *error) {
    OWNED_BY(store_dataset_close) StoreDataset dataset = STORE_DATASET_NONE;
    if (!store_dataset_open(store, name, STORE_RANK_MOST, &dataset, error))
        return NULL;
    if (!check_extent(store, name, &dataset, error))
        return NULL;
    char *text = room_for_text(dataset.type, dataset.space);
    if (text && store_move_part(dataset.object, (StorePart){1, 0, 1}, dataset.type, text, NULL))
        return text;
    if (text)
        store_fail_as_damaged(error, store, name, "cannot be read; it is damaged");
    else
        fail(error, "%s: %s is not one text", store->path, name);
    release(text);
    return NULL;
}

char *store_read_note(Store *store, const char *name, const char *key, Error *error) {
    if (H5Aexists_by_name(store->file, name, key, store->links) == 0)
        return copy_text("");
    hid_t note = H5Aopen_by_name(store->file, name, key, H5P_DEFAULT, store->links);
    hid_t type = H5Aget_type(note), space = H5Aget_space(note);
    char *text = type >= 0 && space >= 0 ? room_for_text(type, space) : NULL;
    if (text == NULL || H5Aread(note, type, text) < 0) {
        fail(error, "%s: the note '%s' of %s is damaged, or is not one text", store->path, key,
             name);
        release(text);
        text = NULL;
    }
    H5Sclose(space);
    H5Tclose(type);
    H5Aclose(note);
    return text;
}

// Member i of a group; owned by the caller, NULL where it cannot be read.
static char *member(hid_t group, hsize_t i) {
    ssize_t length =
        H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, NULL, 0, H5P_DEFAULT);
    if (length < 0)
        return NULL;
    char *name = allocate((size_t)length + 1, 1);
    H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, (size_t)length + 1,
                       H5P_DEFAULT);
    return name;
}

char **store_names(Store *store, const char *group, Error *error) {
    if (!store_has(store, group))
        return allocate(1, sizeof(char *));
    hid_t opened = H5Oopen(store->file, group, store->links);
    H5G_info_t info = {0};
    hsize_t size = 0; // of the file, in bytes; each name takes several
    bool ok = opened >= 0 && H5Gget_info(opened, &info) >= 0 &&
              H5Fget_filesize(store->file, &size) >= 0 && info.nlinks < size;
    char **names = ok ? allocate((size_t)info.nlinks + 1, sizeof *names) : NULL;
    for (hsize_t i = 0; ok && i < info.nlinks; i++)
        ok = (names[i] = member(opened, i)) != NULL;
    if (!ok) {
        store_fail_as_damaged(error, store, group, "is damaged, or is not a group");
        store_names_free(names);
        names = NULL;
    }
    H5Oclose(opened);
    return names;
}

void store_names_free(char **names) {
    for (size_t i = 0; names && names[i]; i++)
        release(names[i]);
    release(names);
}
