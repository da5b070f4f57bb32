// SPDX-License-Identifier: GPL-3.0-or-later
// TrialActivity (kernels.h): the activity of a sheet in a few trials, in tiles like Activity, with
// the trials of each unit side by side.
//
// Invariant: value, active and lane agree; trials that were not added, and the margin of an open
// sheet, are silent.
#pragma once

#include "kernels/tiles.h"

// All trials are silent. Without `skips` all units count as active.
void trial_activity_init(TrialActivity *activity, const TileGrid *grid, bool skips);
void trial_activity_finish(TrialActivity *activity);

// Silences all trials again.
void trial_activity_clear(TrialActivity *activity, const TileGrid *grid);

// Copies activity into a silent trial.
void trial_activity_add(TrialActivity *activity, const TileGrid *grid, size_t trial,
                        const Activity *shown);

// Writes one tile on the sheet in all trials.
void trial_activity_put(TrialActivity *activity, size_t tile, float lanes[TRIALS][LANES]);

// Fills the margins of a periodic sheet again after its units changed.
void trial_activity_wrap(TrialActivity *activity, const TileGrid *grid);

// Copies one trial to values[n * n], row by row.
void trial_activity_read(const TrialActivity *activity, const TileGrid *grid, size_t trial,
                         float *values);
