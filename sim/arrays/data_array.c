// SPDX-License-Identifier: GPL-3.0-or-later
#include "arrays/data_array.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

DataArray data_array_new(const char *place, int rank, const size_t *shape, bool is_complex) {
    assert(rank >= 0 && rank <= DATA_RANK_MOST);
    DataArray array = {.place = copy_text(place),
                       .name = copy_text(""),
                       .type = copy_text(is_complex ? "complex of float64" : "float64"),
                       .rank = rank};
    for (int k = 0; k < rank; k++)
        array.shape[k] = shape[k];
    size_t n = data_array_count(&array);
    array.values = allocate(is_complex ? 2 * n : n, sizeof *array.values);
    array.imaginary = is_complex ? array.values + n : NULL;
    return array;
}

void data_array_free(DataArray *array) {
    for (size_t i = 0; i < array->notes; i++) {
        release(array->note[i].key);
        release(array->note[i].text);
        release(array->note[i].numbers);
    }
    release(array->note);
    if (array->mapped > 0)
        munmap(array->values, array->mapped);
    else
        release(array->values);
    release(array->place);
    release(array->name);
    release(array->type);
    *array = (DataArray){0};
}

size_t data_array_count(const DataArray *array) {
    size_t count = 1;
    for (int k = 0; k < array->rank; k++)
        count *= array->shape[k];
    return count;
}

char *data_array_shape_text(const DataArray *array) {
    return data_shape_text(array->rank, array->shape);
}

char *data_shape_text(int rank, const size_t *shape) {
    if (rank == 0)
        return copy_text("a single number");
    char *text = format_text("%zu", shape[0]);
    for (int k = 1; k < rank; k++)
        text_append(&text, " x %zu", shape[k]);
    return text;
}

const DataNote *data_array_note(const DataArray *array, const char *key) {
    for (size_t i = 0; i < array->notes; i++)
        if (strcmp(array->note[i].key, key) == 0)
            return &array->note[i];
    return NULL;
}

// Writes `from`, of the array's shape, in the order of the turned axes to `to`; `step` is how far
// apart in `from` neighbours on each turned axis are.
static void turn_values(const double *from, double *to, int rank, const size_t *shape,
                        const size_t *step) {
    size_t index[DATA_RANK_MOST] = {0}, place = 0, n = 1;
    for (int k = 0; k < rank; k++)
        n *= shape[k];
    for (size_t i = 0; i < n; i++) {
        to[i] = from[place];
        for (int k = rank - 1; k >= 0; k--) {
            place += step[k];
            if (++index[k] < shape[k])
                break;
            place -= step[k] * shape[k];
            index[k] = 0;
        }
    }
}

void data_array_turn(DataArray *array, const int axis[static DATA_RANK_MOST]) {
    size_t step[DATA_RANK_MOST], shape[DATA_RANK_MOST] = {0}, turned[DATA_RANK_MOST];
    bool same = true;
    for (size_t n = 1, k = (size_t)array->rank; k-- > 0; n *= array->shape[k])
        step[k] = n;
    for (int k = 0; k < array->rank; k++) {
        shape[k] = array->shape[axis[k]];
        turned[k] = step[axis[k]];
        same = same && axis[k] == k;
    }
    if (same)
        return;
    size_t n = data_array_count(array);
    double *values = allocate(array->imaginary ? 2 * n : n, sizeof *values);
    turn_values(array->values, values, array->rank, shape, turned);
    if (array->imaginary)
        turn_values(array->imaginary, values + n, array->rank, shape, turned);
    if (array->mapped > 0)
        munmap(array->values, array->mapped);
    else
        release(array->values);
    array->mapped = 0;
    array->values = values;
    array->imaginary = array->imaginary ? values + n : NULL;
    memcpy(array->shape, shape, sizeof shape);
}

void data_array_put_rows_last(DataArray *array) {
    if (array->order == DATA_ROWS_FIRST && array->rank > 2) {
        int axis[DATA_RANK_MOST] = {0};
        for (int k = 0; k < array->rank; k++)
            axis[k] = k + 2 < array->rank ? k + 2 : k + 2 - array->rank;
        data_array_turn(array, axis);
    }
    array->order = DATA_ROWS_LAST;
}
