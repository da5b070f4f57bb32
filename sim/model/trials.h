// SPDX-License-Identifier: GPL-3.0-or-later
// Trials: presentations to a sheet that stays as it is, computed side by side.
//
// A sheet responds in each trial as it does to that stimulus by itself, bit for bit as long as
// activity is finite, but a weight is read once for a few of them. network_settling.c, which takes
// one presentation at a time, is the reference.
#pragma once

#include "model/network.h"

enum { TRIAL_SETS = 24, MOST_TRIALS = TRIAL_SETS * TRIALS };

typedef struct Trials Trials;

// Can a sheet's responses be computed so? Not those of input sheets, of sheets that are settled
// together with another, or where projections have delays.
bool trials_possible(const Network *network, const Sheet *sheet);

// Trials of a sheet, none as yet, of which `most` are wanted. Each `alike` in a row, at least 1,
// share most of their active sources. Until they are freed the network may change in activity
// and strengths alone.
Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike);
void trials_free(Trials *trials);

// How many there is room for: at least those wanted, or as many as TRIAL_SETS sets of them hold.
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
