// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers go to and from an array of an HDF5 file, for reading (store.c) and writing
// (store_write.c).
#pragma once

#include "files/store.h"

#include <stdbool.h>
#include <stdint.h>

int64_t store_type_in_memory(StoreType type); // HDF5's handle

// Moves one part of a list, or the whole of an array of any rank, from the file into `read` or from
// `written` into the file. The other pointer is NULL.
bool store_move_part(int64_t array, StorePart part, int64_t type, void *read, const void *written);
