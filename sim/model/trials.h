// SPDX-License-Identifier: GPL-3.0-or-later
// Trials: presentations to a sheet without learning, computed side by side.
//
// In each trial a sheet responds bit for bit as in network_settle, as long as activity is finite.
// Trials are faster, because each weight is read once for a set of up to four of them.
#pragma once

#include "model/network.h"

enum { TRIAL_SETS = 24, MOST_TRIALS = TRIAL_SETS * TRIALS };

typedef struct Trials Trials;

// Can a sheet's responses be computed in trials? Those of input sheets, of sheets that settle
// together with another or look back more than a step, and of networks with delays or carried
// activity cannot; nor can those of sheets with competition, noise, responses other than the dot
// product, or projections that divide or multiply.
bool trials_possible(const Network *network, const Sheet *sheet);

// Makes room for `most` trials of a sheet, or for TRIAL_SETS sets of them if that is less. Each
// `alike` successive trials, at least 1, drive mostly the same sources and go into one set. Until
// the trials are freed, only activity and strengths of the network may change.
Trials *trials_new(Network *network, const Sheet *sheet, size_t most, size_t alike);
void trials_free(Trials *trials);

// The number of trials that there is room for.
size_t trials_room(const Trials *trials);

// Adds a trial with the activity that the sheet's sources show.
void trials_add(Trials *trials);

// Computes the sheet's responses in all trials, at the strengths that network_schedule has set.
// The network's activity is neither read nor changed.
void trials_respond(Trials *trials, Response response);

// The responses [units] in the k-th trial: activity, or the drive if they are feed-forward.
void trials_read(const Trials *trials, size_t k, float *response);

// Removes all trials.
void trials_clear(Trials *trials);
