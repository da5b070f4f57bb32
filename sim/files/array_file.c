// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/array_file.h"

#include "base/memory.h"

#include <string.h>

// "a/b/", "//a//b" and "/a/b" are one path; owned by the caller.
static char *plain_path(const char *dataset) {
    char *path = allocate(strlen(dataset) + 2, 1), *to = path;
    *to++ = '/';
    for (; *dataset; dataset++)
        if (*dataset != '/' || to[-1] != '/')
            *to++ = *dataset;
    if (to > path + 1 && to[-1] == '/')
        to[-1] = '\0';
    return path;
}

static bool take(Store *store, const char *path, Array *array, Error *error) {
    size_t count;
    if (!store_shape(store, path, &array->rank, array->shape, &count, error))
        return false;
    if (count == 0)
        return fail(error, "%s: %s holds no values", store->path, path);
    if (count > ARRAY_VALUES_MOST)
        return fail(error, "%s: %s is too large; at most %d values can be read", store->path, path,
                    ARRAY_VALUES_MOST);
    array->values = allocate(count, sizeof *array->values);
    return store_read(store, path, count, array->values, error);
}

bool array_take(Store *store, const char *dataset, Array *array, Error *error) {
    *array = (Array){0};
    OWNED char *path = plain_path(dataset);
    if (take(store, path, array, error))
        return true;
    array_free(array);
    return false;
}

bool array_read(const char *file, const char *dataset, Array *array, Error *error) {
    *array = (Array){0};
    Store store;
    if (!store_open(&store, file, STORE_READ, 0, error))
        return false;
    bool ok = array_take(&store, dataset, array, error);
    return store_close(&store, error) && ok;
}

void array_free(Array *array) {
    release(array->values);
    *array = (Array){0};
}

size_t array_count(const Array *array) {
    size_t count = 1;
    for (int k = 0; k < array->rank; k++)
        count *= array->shape[k];
    return count;
}

char *array_shape_text(const Array *array) {
    if (array->rank == 0)
        return copy_text("a single number");
    char *text = format_text("%zu", array->shape[0]);
    for (int k = 1; k < array->rank; k++)
        text_append(&text, " x %zu", array->shape[k]);
    return text;
}
