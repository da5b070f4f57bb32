// SPDX-License-Identifier: GPL-3.0-or-later
// Exports the weights of every unit of a run, fixed and shared fields included, as sparse matrices.
#pragma once

#include "base/error.h"
#include "kernels/kernels.h"

#include <stdbool.h>
#include <stdint.h>

// Writes TARGET/weights.h5, with a group /weights/NAME for each projection (docs/files.md), from
// the last checkpoint, or for at >= 0 from the state saved at that iteration.
bool export_weights(const char *folder, const char *target, int64_t at, const Kernels *kernels,
                    Error *error);
