// SPDX-License-Identifier: GPL-3.0-or-later
// Array: a numeric dataset of an HDF5 file from elsewhere, read whole.
//
// Invariant: after array_read() succeeded every shape[k], k < rank, is at least 1 and `values`
// holds their product, the last axis fastest. A scalar has rank 0 and one value.
#pragma once

#include "files/guarded.h"
#include "files/store.h"

enum { ARRAY_VALUES_MOST = 1 << 28 }; // 2^28 doubles are 2 GiB

typedef struct {
    int rank;
    size_t shape[STORE_RANK_MOST];
    double *values; // owned
} Array;

// Reads a dataset of integers or floating-point numbers of any size and byte order, converted to
// double (integers beyond 2^53 are rounded). Booleans as NumPy stores them, an enumeration, are
// read as 0 and 1. `dataset` is a path with or without its first '/'; its parts may hold blanks and
// "->". Values that are not finite are accepted. Each mistake has its own message: no such file,
// not an HDF5 file, a damaged one, no such dataset (with a list of the datasets), a group, no
// numbers, a rank above STORE_RANK_MOST, no values, more than ARRAY_VALUES_MOST, more than is
// stored. `array` is then left empty. The file is read in a process of its own (guarded.h).
bool array_read(const char *file, const char *dataset, Array *array, Error *error);
// The same from a file that is open.
bool array_take(Store *store, const char *dataset, Array *array, Error *error);

// Hands an array over from guarded work, and takes it.
void array_give(const Array *array, const Guarded *caller);
bool array_receive(Array *array, const Guarded *process);

void array_free(Array *array);

size_t array_count(const Array *array); // of values

// "1024 x 78 x 78", or "a single number"; owned by the caller.
char *array_shape_text(const Array *array);
