// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution: one fixed field that all units of a sheet share.
//
// Every sum runs over the field row by row, so that strips of 4 x 16 targets and single targets get
// the same bits.
#pragma once

#include "kernels/field.h"

// A stencil of zeros.
void convolution_init(Stencil *stencil, long radius);
void convolution_finish(Stencil *stencil);

// The weight of the source unit (di, dj) from a target's centre, within the radius.
float *convolution_weight(const Stencil *stencil, long di, long dj);

// The sums of a strip of targets that lie on the source's grid, one unit apart. The first is
// centred on source unit (row, column). False: all its sources are silent, and the sums are 0.
bool convolution_strip(const Stencil *stencil, const Kernels *kernels, const TileGrid *source,
                       const Activity *activity, long row, long column,
                       float sum[STRIP_ROWS][STRIP_COLUMNS]);

// The side, in source units, of the window that a tile of targets sees: 2 radius + 4.
size_t convolution_side(const Stencil *stencil);

// The field as lines of weights for such a tile: [side^2][16] over the window, row by row. Owned by
// the caller.
float *convolution_lines(const Stencil *stencil);

// Lists the units of the window that are active in any trial, for a tile whose first target is
// centred on source unit (row, column). Room: all units of the window, and TILE_SIDE - 1 more.
void convolution_list_trials(const Stencil *stencil, const TileGrid *source,
                             const TrialActivity *activity, long row, long column,
                             TrialSources *sources);

// The sum of one target.
float convolution_at(const Stencil *stencil, const TileGrid *source, const Activity *activity,
                     long row, long column);

// The same in each trial.
void convolution_trials_at(const Stencil *stencil, const TileGrid *source,
                           const TrialActivity *activity, long row, long column, float sum[TRIALS]);
