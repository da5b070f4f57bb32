// SPDX-License-Identifier: GPL-3.0-or-later
// MeanKernel: a sheet's lateral connections to itself as one kernel, strengths included: the mean
// over all units whose fields are whole (or all, where none is) of its symmetric part.
#pragma once

#include "model/network.h"

typedef struct {
    long radius;   // units; -1: the sheet has no lateral projections
    double *value; // [2 radius + 1][2 radius + 1] about the middle; owned
} MeanKernel;

MeanKernel mean_kernel(const Network *network, const Sheet *sheet);
void mean_kernel_free(MeanKernel *kernel);

// The weight between units that lie di rows and dj columns apart.
static inline double *mean_kernel_at(const MeanKernel *kernel, long di, long dj) {
    long side = 2 * kernel->radius + 1;
    return &kernel->value[(di + kernel->radius) * side + dj + kernel->radius];
}
