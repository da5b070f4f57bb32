// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/array_file.h"

#include "base/memory.h"
#include "files/store_dataset.h"

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
    guarded_expect(count * sizeof *array->values);
    return store_read(store, path, count, array->values, error);
}

bool array_take(Store *store, const char *dataset, Array *array, Error *error) {
    *array = (Array){0};
    OWNED char *path = store_plain_path(dataset);
    if (take(store, path, array, error))
        return true;
    array_free(array);
    return false;
}

void array_give(const Array *array, const Guarded *caller) {
    guarded_give(caller, &array->rank, sizeof array->rank);
    guarded_give(caller, array->shape, sizeof array->shape);
    guarded_give(caller, array->values, array_count(array) * sizeof *array->values);
}

bool array_receive(Array *array, const Guarded *process) {
    if (!guarded_take(process, &array->rank, sizeof array->rank) ||
        !guarded_take(process, array->shape, sizeof array->shape))
        return false;
    size_t count = array_count(array);
    array->values = allocate(count, sizeof *array->values);
    return guarded_take(process, array->values, count * sizeof *array->values);
}

typedef struct {
    const char *file, *dataset;
    Array *array;
} Reading;

static bool read_there(void *context, Error *error) {
    const Reading *reading = context;
    Store store;
    if (!store_open(&store, reading->file, STORE_READ, 0, error))
        return false;
    bool ok = array_take(&store, reading->dataset, reading->array, error);
    return store_close(&store, error) && ok;
}

static void give(const void *context, const Guarded *caller) {
    const Reading *reading = context;
    array_give(reading->array, caller);
}

static bool receive(void *context, const Guarded *process) {
    const Reading *reading = context;
    return array_receive(reading->array, process);
}

bool array_read(const char *file, const char *dataset, Array *array, Error *error) {
    static const GuardedWork work = {read_there, give, receive};
    *array = (Array){0};
    Reading reading = {file, dataset, array};
    if (guarded_run(&work, &reading, file, STORE_LIBRARY, error))
        return true;
    array_free(array);
    return false;
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
