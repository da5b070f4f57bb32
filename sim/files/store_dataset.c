// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store_dataset.h"

#include "base/memory.h"
#include "base/suggestion.h"
#include "base/utf8.h"
#include "files/store_cause.h"

#include <assert.h>
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

enum {
    NAMES_SHOWN = 12,    // datasets listed in a message
    DATASETS_MOST = 1000 // among which the nearest name is sought
};

// The innermost reason for the last failed call of HDF5, to be taken before the next call.
bool store_fail_as_damaged(Error *error, const Store *store, const char *name, const char *how) {
    char cause[STORE_REASON_SIZE];
    store_reason(cause);
    return fail(error, "%s: %s %s (HDF5: %s)", store->path, name, how, cause);
}

// Is `path` a link to nothing? HDF5 keeps the reason of the call that failed before.
static bool is_dangling(const Store *store, const char *path) {
    hid_t failure = H5Eget_current_stack();
    bool dangling = H5Oexists_by_name(store->file, path, store->links) == 0;
    H5Eset_current_stack(failure);
    return dangling;
}

// Does `path` lead to something that has no members? HDF5 keeps the reason in the same way.
static bool is_no_group(const Store *store, const char *path) {
    hid_t failure = H5Eget_current_stack();
    hid_t object = H5Oopen(store->file, path, store->links);
    bool other = object < 0 ? is_dangling(store, path) : H5Iget_type(object) != H5I_GROUP;
    if (object >= 0)
        H5Oclose(object);
    H5Eset_current_stack(failure);
    return other;
}

typedef enum { ABSENT, THERE, DAMAGED } Presence;

// Is there a link of this path, in a group that is there?
static Presence link_presence(const Store *store, const char *path, const char *group) {
    htri_t link = H5Lexists(store->file, path, store->links);
    if (link > 0)
        return THERE;
    if (link == 0) // HDF5 also answers 0 for some damaged groups, but then keeps their errors
        return H5Eget_num(H5E_DEFAULT) == 0 ? ABSENT : DAMAGED;
    return is_no_group(store, group) ? ABSENT : DAMAGED;
}

// HDF5 can look for a member only in a group that exists.
static Presence presence(const Store *store, const char *name) {
    OWNED char *group = copy_text("/");
    Presence found = THERE;
    for (size_t i = 1; found == THERE && name[i - 1]; i++)
        if (name[i] == '/' || name[i] == '\0') {
            char *path = format_text("%.*s", (int)i, name);
            found = link_presence(store, path, group);
            release(group);
            group = path;
        }
    return found;
}

const char *store_class_name(int class) {
    static const char *const names[H5T_NCLASSES] = {
        [H5T_STRING] = "text",          [H5T_COMPOUND] = "records",
        [H5T_REFERENCE] = "references", [H5T_VLEN] = "lists of varying length",
        [H5T_ARRAY] = "small arrays",   [H5T_OPAQUE] = "raw bits",
        [H5T_BITFIELD] = "raw bits"};
    return class >= 0 && class < H5T_NCLASSES && names[class] ? names[class] : "something else";
}

// The paths of the datasets in a file.
typedef struct {
    hid_t links;
    size_t count, most;
    char **paths; // [most + 1] each owned
} Datasets;

static herr_t list_dataset(hid_t root, const char *name, const H5L_info_t *info, void *context) {
    (void)info;
    Datasets *datasets = context;
    if (datasets->count == datasets->most)
        return 1;
    hid_t object = H5Oopen(root, name, datasets->links);
    if (object < 0)
        return 0;
    if (H5Iget_type(object) == H5I_DATASET)
        datasets->paths[datasets->count++] = format_text("/%s", name);
    H5Oclose(object);
    return 0;
}

char **store_dataset_paths(const Store *store, size_t most, Error *error) {
    Datasets datasets = {store->links, 0, most, allocate(most + 1, sizeof(char *))};
    if (H5Lvisit(store->file, H5_INDEX_NAME, H5_ITER_INC, list_dataset, &datasets) < 0)
        store_fail_as_damaged(error, store, "/", "cannot be looked through; the file is damaged");
    return datasets.paths;
}

// Refuses a name and lists the datasets: "; did you mean '/a/b'? Datasets there: /a/b".
static bool refuse(const Store *store, const char *name, const char *what, Error *error) {
    char **paths = store_dataset_paths(store, DATASETS_MOST, NULL);
    size_t count = 0;
    for (; paths[count]; count++) {
        char *shown = utf8_printable(paths[count]);
        release(paths[count]);
        paths[count] = shown;
    }
    Suggestion nearest = suggestion("", name, (const char *const *)paths, count);
    OWNED char *text = format_text("%s%s", nearest.text[0] ? nearest.text : ";",
                                   count ? " Datasets there:" : " there are no datasets in it");
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        text_append(&text, "%s %s", i ? "," : "", paths[i]);
    if (count > NAMES_SHOWN)
        text_append(&text, " and %zu more", count - NAMES_SHOWN);
    fail(error, "%s: %s %s%s", store->path, name, what, text);
    store_names_free(paths);
    return false;
}

void store_dataset_close(const StoreDataset *dataset) {
    H5Sclose(dataset->space);
    H5Tclose(dataset->type);
    H5Oclose(dataset->object);
}

static bool find_object(const Store *store, const char *name, StoreDataset *dataset, Error *error) {
    Presence found = presence(store, name);
    if (found == ABSENT)
        return refuse(store, name, "does not exist", error);
    if (found == DAMAGED)
        return store_fail_as_damaged(error, store, name,
                                     "cannot be looked for; the file is damaged");
    dataset->object = H5Oopen(store->file, name, store->links);
    if (dataset->object < 0)
        return is_dangling(store, name) ? refuse(store, name, "is a link to nothing", error)
                                        : store_fail_as_damaged(error, store, name, "is damaged");
    H5I_type_t type = H5Iget_type(dataset->object);
    return type == H5I_DATASET ||
           refuse(store, name,
                  type == H5I_GROUP ? "is a group, not a dataset" : "is a type, not a dataset",
                  error);
}

static bool take_shape(const Store *store, const char *name, int rank_most, StoreDataset *dataset,
                       Error *error) {
    dataset->type = H5Dget_type(dataset->object);
    dataset->space = H5Dget_space(dataset->object);
    int rank = dataset->space >= 0 ? H5Sget_simple_extent_ndims(dataset->space) : -1;
    if (dataset->type < 0 || rank < 0)
        return fail(error, "%s: %s is damaged: it has no type or shape", store->path, name);
    if (rank > rank_most)
        return fail(error, "%s: %s has %d dimensions; at most %d can be read", store->path, name,
                    rank, rank_most);
    hsize_t shape[STORE_DATASET_RANK_MOST] = {0}, most[STORE_DATASET_RANK_MOST] = {0};
    H5Sget_simple_extent_dims(dataset->space, shape, most);
    dataset->rank = rank;
    dataset->count = H5Sget_simple_extent_type(dataset->space) == H5S_NULL ? 0 : 1;
    for (int k = 0; k < rank; k++) {
        dataset->shape[k] = (size_t)shape[k];
        if (most[k] != H5S_UNLIMITED && shape[k] > most[k])
            return fail(error, "%s: %s is damaged: it has more values than it may have",
                        store->path, name);
        if (__builtin_mul_overflow(dataset->count, dataset->shape[k], &dataset->count))
            return fail(error, "%s: %s is damaged: it has more values than can be counted",
                        store->path, name);
    }
    return true;
}

bool store_dataset_open(const Store *store, const char *name, int rank_most, StoreDataset *dataset,
                        Error *error) {
    assert(rank_most <= STORE_DATASET_RANK_MOST);
    return find_object(store, name, dataset, error) &&
           take_shape(store, name, rank_most, dataset, error);
}

bool store_is_absent(const Store *store, const char *name) {
    return presence(store, name) == ABSENT;
}

char *store_plain_path(const char *dataset) {
    char *path = allocate(strlen(dataset) + 2, 1), *to = path;
    *to++ = '/';
    for (; *dataset; dataset++)
        if (*dataset != '/' || to[-1] != '/')
            *to++ = *dataset;
    if (to > path + 1 && to[-1] == '/')
        to[-1] = '\0';
    return path;
}
