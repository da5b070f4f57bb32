// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a MATLAB file of version 4 to 7 is whole. matio gives zeros for what is missing of an
// array.
#pragma once

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

// Refuses a file that ends in one of its arrays, or whose array number `index` (the first is 0) is
// packed and does not unpack to its end.
bool mat_extent_check(const char *path, size_t index, Error *error);
