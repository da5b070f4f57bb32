// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a checkpoint: one sheet's state (checkpoint_sheet.c), one projection's weights
// (checkpoint_weights.c), present and kept (checkpoint_kept.c). Reading refuses a sheet of another
// size and fields at other places.
#pragma once

#include "files/store.h"
#include "model/network.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Writes the state of a sheet, or reads it when `reading`.
bool checkpoint_move_sheet(Store *store, Sheet *sheet, bool reading, Error *error);

// Writes the weights of a projection, with the source unit of each if `indices`.
bool checkpoint_write_weights(Store *store, const Projection *projection, bool indices,
                              Error *error);
bool checkpoint_read_weights(Store *store, Projection *projection, Error *error);

// The same for the weights that it has kept of earlier; read them when its fields are laid out.
bool checkpoint_write_kept(Store *store, const Projection *projection, Error *error);
bool checkpoint_read_kept(Store *store, Projection *projection, Error *error);

// Refuse values that no run has (checkpoint_range.c): numbers that are not finite, and counts out
// of 0 to `most`. `type` is of floats or doubles.
bool checkpoint_check_finite(const Store *store, const char *name, StoreType type,
                             const void *values, size_t n, Error *error);
bool checkpoint_check_count(const Store *store, const char *what, int64_t count, int64_t most,
                            Error *error);
