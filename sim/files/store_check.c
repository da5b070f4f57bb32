// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/store_check.h"

#include "base/memory.h"
#include "files/array_file.h"
#include "files/store_dataset.h"

#include <hdf5.h>

enum { DEEPEST_GROUP = 8 };

static bool check_group(Store *store, const char *group, int depth, Error *error);

typedef struct {
    Store *store;
    const char *path; // of the array or group
} Noted;

// Reads a note that is a text. One that is not is nothing to us.
static herr_t try_note(hid_t object, const char *key, const H5A_info_t *info, void *context) {
    (void)object, (void)info;
    const Noted *noted = context;
    release(store_read_note(noted->store, noted->path, key, NULL));
    return 0;
}

static bool check_notes(Store *store, const char *path, Error *error) {
    Noted noted = {store, path};
    return H5Aiterate_by_name(store->file, path, H5_INDEX_NAME, H5_ITER_INC, NULL, try_note, &noted,
                              store->links) >= 0 ||
           store_fail_as_damaged(error, store, path, "has notes that are damaged");
}

static bool check_array(Store *store, const char *path, Error *error) {
    int rank;
    size_t shape[STORE_RANK_MOST], count;
    OWNED_BY(array_free) Array array = {0};
    return store_shape(store, path, &rank, shape, &count, error) &&
           (count == 0 || array_take(store, path, &array, error)) &&
           check_notes(store, path, error);
}

static bool check_object(Store *store, const char *path, int depth, Error *error) {
    hid_t object = H5Oopen(store->file, path, store->links);
    H5I_type_t type = object >= 0 ? H5Iget_type(object) : H5I_BADID;
    if (object >= 0)
        H5Oclose(object);
    return type == H5I_GROUP ? check_group(store, path, depth + 1, error)
                             : check_array(store, path, error);
}

static bool check_group(Store *store, const char *group, int depth, Error *error) {
    if (depth > DEEPEST_GROUP)
        return fail(error, "%s: is damaged: its groups lie more than %d deep", store->path,
                    DEEPEST_GROUP);
    char **names = check_notes(store, group, error) ? store_names(store, group, error) : NULL;
    bool ok = names != NULL;
    for (size_t i = 0; ok && names[i]; i++) {
        OWNED char *path = format_text("%s/%s", depth > 0 ? group : "", names[i]);
        ok = check_object(store, path, depth, error);
    }
    store_names_free(names);
    return ok;
}

bool store_check(const char *path, Error *error) {
    Store store;
    if (!store_open(&store, path, STORE_READ, 0, error))
        return false;
    bool ok = check_group(&store, "/", 0, error);
    return store_close(&store, error) && ok;
}
