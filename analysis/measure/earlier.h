// SPDX-License-Identifier: GPL-3.0-or-later
// Earlier: the maps that the measures of a run found at earlier iterations. The run's file maps.h5
// keeps them as /MEASURE/ITERATION/MAP.
//
// `maps` is that file, open, or NULL where nothing was measured before.
#pragma once

#include "files/store.h"

// "/orientation/000010000"; owned by the caller.
char *earlier_group(const char *measure, int64_t iteration);

// Reads exactly n values; refuses a map that is missing or has another size.
bool earlier_read(Store *maps, const char *measure, int64_t iteration, const char *map, size_t n,
                  double *values, Error *error);

// The n iterations at which a measure was taken, in increasing order; to be released. NULL on
// error.
int64_t *earlier_iterations(Store *maps, const char *measure, size_t *n, Error *error);
