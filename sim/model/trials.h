// SPDX-License-Identifier: GPL-3.0-or-later
// Trials: presentations to a sheet that stays as it is, computed side by side.
//
// In each trial a sheet responds, bit for bit, as network_settle lets it respond to that stimulus
// by itself, as long as activity is finite. Trials are faster, because each weight is read once for
// a set of up to four of them.
#pragma once

#include "model/network.h"

enum { TRIAL_SETS = 24, MOST_TRIALS = TRIAL_SETS * TRIALS };

typedef struct Trials Trials;

// Can a sheet's responses be computed so? Not those of input sheets, of sheets that are settled
// together with another, or where projections have delays.
bool trials_possible(const Network *network, const Sheet *sheet);

// Makes room for `most` trials of a sheet, or for what TRIAL_SETS sets hold, and adds none. Each
// `alike` trials in a row, at least 1, drive mostly the same sources: they go into one set. Until
// the trials are freed, only activity and strengths of the network may change.
Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike);
void trials_free(Trials *trials);

// How many trials there is room for.
size_t trials_room(const Trials *trials);

// One more trial: of what the sheet's sources show now.
void trials_add(Trials *trials);

// Computes the sheet's responses in all trials, at the strengths that network_schedule has set.
// What the network shows is neither used nor changed.
void trials_respond(Trials *trials, Response response);

// The responses [units] in the k-th trial: activity, or of feed-forward responses the drive.
void trials_read(const Trials *trials, size_t k, float *response);

// Begins anew, without trials.
void trials_clear(Trials *trials);
