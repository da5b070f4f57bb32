// SPDX-License-Identifier: GPL-3.0-or-later
// TrialActivity (kernels.h): what a sheet shows in a few trials, laid out in tiles as Activity is,
// with the trials of each unit side by side.
//
// Invariant: value, active and lane agree; trials that were not added, and the margin of an open
// sheet, are silent.
#pragma once

#include "kernels/tiles.h"

// All trials are silent. Where nothing is to be skipped, all units count as active.
void trial_activity_init(TrialActivity *activity, const TileGrid *grid, bool skips);
void trial_activity_finish(TrialActivity *activity);

// Silences all trials again.
void trial_activity_clear(TrialActivity *activity, const TileGrid *grid);

// Copies what is shown into a trial that is silent.
void trial_activity_add(TrialActivity *activity, const TileGrid *grid, size_t trial,
                        const Activity *shown);

// Writes one tile that lies on the sheet, of all trials.
void trial_activity_put(TrialActivity *activity, size_t tile, float lanes[TRIALS][LANES]);

// Fills the margins of a periodic sheet again after its units changed.
void trial_activity_wrap(TrialActivity *activity, const TileGrid *grid);

// One trial to values[n * n], row by row.
void trial_activity_read(const TrialActivity *activity, const TileGrid *grid, size_t trial,
                         float *values);
