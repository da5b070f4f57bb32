// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution: one fixed field that all units of a sheet share.
//
// Every sum runs over the field row by row, so that a strip of 4 x 16 targets and a single target
// get the same bits.
#pragma once

#include "field.h"

// A stencil of zeros, to be given back.
void convolution_init(Stencil *stencil, long radius);
void convolution_finish(Stencil *stencil);

// The weight of the source unit (di, dj) from a target's centre, within the radius.
float *convolution_weight(const Stencil *stencil, long di, long dj);

// The sums of a strip of targets that lie on the source's grid, one unit apart, the first centred
// on source unit (row, column). False: all that it sees is silent, and the sums are 0.
bool convolution_strip(const Stencil *stencil, const Kernels *kernels, const TileGrid *source,
                       const Activity *activity, long row, long column,
                       float sum[STRIP_ROWS][STRIP_COLUMNS]);

// The sum of one target.
float convolution_at(const Stencil *stencil, const TileGrid *source, const Activity *activity,
                     long row, long column);
