// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a store, and how they go to and from an array of its file, for reading (store.c) and
// writing (store_write.c).
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Numbers are float, double or int64_t, as `values` says, in memory and in the file.
typedef enum { STORE_FLOATS, STORE_DOUBLES, STORE_INTEGERS } StoreType;
#define store_type(values)                                                                         \
    _Generic((values),                                                                             \
        float *: STORE_FLOATS,                                                                     \
        const float *: STORE_FLOATS,                                                               \
        double *: STORE_DOUBLES,                                                                   \
        const double *: STORE_DOUBLES,                                                             \
        int64_t *: STORE_INTEGERS,                                                                 \
        const int64_t *: STORE_INTEGERS)

// values[count] of a list of n numbers: first, first + 1, ...
typedef struct {
    size_t n, first, count;
} StorePart;

int64_t store_type_in_memory(StoreType type); // HDF5's handle

// Moves one part of a list, or the whole of an array of any rank, from the file into `read` or from
// `written` into the file. The other pointer is NULL.
bool store_move_part(int64_t array, StorePart part, int64_t type, void *read, const void *written);
