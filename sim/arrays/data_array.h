// SPDX-License-Identifier: GPL-3.0-or-later
// DataArray: an array of numbers of a file from elsewhere, as its author sees it.
//
// Axes stand in the order in which the author's program has them: an array that MATLAB shows as 60
// x 90 x 8 has that shape here, whatever the order in the file. `values` holds the product of the
// shape, the last axis fastest. Logicals are 0 and 1. A value that its file marks as missing is
// NAN, as is one of no number; in a complex array both parts are.
//
// Invariant: after a successful reading every shape[k], k < rank, is at least 1, and the product is
// at most DATA_VALUES_MOST. A single number has rank 0 and one value.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    DATA_RANK_MOST = 8,
    DATA_VALUES_MOST = 1 << 28, // 2^28 doubles are 2 GiB; a complex number counts twice
    DATA_NOTES_MOST = 64,       // of an array
    DATA_NOTE_NUMBERS_MOST = 4096
};

// Which axes are rows and columns of samples, by the custom of the program that wrote the file.
typedef enum {
    DATA_ROWS_LAST, // ... x rows x columns: NumPy, HDF5, a TIFF of pages
    DATA_ROWS_FIRST // rows x columns x ...: MATLAB, Octave
} DataOrder;

// What the file says beside an array: an attribute of HDF5, or a tag of TIFF.
typedef struct {
    char *key;       // owned
    char *text;      // owned; "" for numbers
    double *numbers; // [count]; owned; NULL for a text
    size_t count;
} DataNote;

typedef struct {
    char *place; // for messages: "FILE:NAME", or "FILE" where it holds one array; owned
    char *name;  // in its file, as "/maps/z", "dat" or "x"; "" where it has none; owned
    char *type;  // as stored, as "float32", "complex of float64", "logical"; owned
    DataOrder order;
    int rank;
    size_t shape[DATA_RANK_MOST];
    double *values;    // real parts; owned
    double *imaginary; // imaginary parts, behind the real ones; NULL: the numbers are real
    size_t mapped;     // bytes that `values` shares with the process that read them; 0: none
    size_t notes;
    DataNote *note; // owned
} DataArray;

// Reads one array. `word` is "FILE:NAME", or "FILE" where the file holds one array; a word that is
// the path of a file is taken for it whole. The format is recognised by the file's content
// (data_format.h). The file is read in a process of its own (guarded.h). On failure the message
// names the file and the cause, and `array` is left empty; where a name is missing or wrong it
// lists what is in the file.
bool data_array_read(const char *word, DataArray *array, Error *error);

// An array of zeros, for numbers that come from elsewhere than a file; `place` is copied.
DataArray data_array_new(const char *place, int rank, const size_t *shape, bool is_complex);
void data_array_free(DataArray *array);

size_t data_array_count(const DataArray *array); // of values

// "1024 x 78 x 78", or "a single number"; owned by the caller.
char *data_array_shape_text(const DataArray *array);
char *data_shape_text(int rank, const size_t *shape);

// The note with this key; NULL: there is none.
const DataNote *data_array_note(const DataArray *array, const char *key);

// Puts the axes in another order: axis k becomes what axis[k] was.
void data_array_turn(DataArray *array, const int axis[static DATA_RANK_MOST]);

// Puts rows and columns last, the other axes before them in their order: a map of MATLAB's, 60 x 90
// x 2, becomes 2 x 60 x 90. Does nothing where rows are last, or where there are no other axes.
void data_array_put_rows_last(DataArray *array);
