// SPDX-License-Identifier: GPL-3.0-or-later
// What an array in an HDF5 file declares, against what the file stores of it. A few bytes can
// declare an array that fills the memory.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STORE_RATIO_MOST = 1032,   // DEFLATE unpacks one byte to at most this many
    STORE_SMALL_MOST = 1 << 24 // bytes that an array may take whatever is stored of it
};

// Refuses an array of `count` values (HDF5's handles `array` and `type`) that declares more than
// its stored bytes can hold, that lies in other files, or that is packed by a filter unknown here.
bool store_extent_check(int64_t array, int64_t type, size_t count, const char *path,
                        const char *name, Error *error);
