// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution: one fixed field that all units of a sheet share.
//
// Every sum runs over the field row by row, so that a strip of 4 x 16 targets and a single target
// get the same bits.
#pragma once

#include "kernels/field.h"

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

// Source units a side of what any of a tile of targets, one unit apart, sees: 2 radius + 4.
size_t convolution_side(const Stencil *stencil);

// The field as lines of weights for such a tile: [side^2][16], by those source units, row by row.
// To be released.
float *convolution_lines(const Stencil *stencil);

// Lists those of the source units that are active in any trial, for a tile of targets the first of
// which is centred on source unit (row, column). Room: for all, and TILE_SIDE - 1 more.
void convolution_list_trials(const Stencil *stencil, const TileGrid *source,
                             const TrialActivity *activity, long row, long column,
                             TrialSources *sources);

// The sum of one target.
float convolution_at(const Stencil *stencil, const TileGrid *source, const Activity *activity,
                     long row, long column);

// The same in each trial.
void convolution_trials_at(const Stencil *stencil, const TileGrid *source,
                           const TrialActivity *activity, long row, long column, float sum[TRIALS]);
