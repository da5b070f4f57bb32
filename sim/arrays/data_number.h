// SPDX-License-Identifier: GPL-3.0-or-later
// DataNumber: how a file stores a number.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum { DATA_SIGNED, DATA_UNSIGNED, DATA_FLOAT, DATA_LOGICAL } DataNumberClass;

typedef struct {
    DataNumberClass class;
    size_t size; // bytes
    bool big_endian;
} DataNumber;

// Can it be read? Integers of 1, 2, 4 and 8 bytes can, floats of 2 (IEEE), 4 and 8, and logicals
// of 1.
bool data_number_is_known(DataNumber number);

// "uint16", "float32", "logical", and with `complex` "complex of float32"; owned by the caller.
char *data_number_name(DataNumber number, bool is_complex);

// n numbers, of which each begins `step` bytes after the one before. Integers beyond 2^53 are
// rounded.
void data_numbers_convert(DataNumber number, const unsigned char *bytes, size_t step, size_t n,
                          double *to);

// Whether this machine stores numbers the most significant byte first.
bool data_number_native_is_big_endian(void);
