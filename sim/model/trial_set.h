// SPDX-License-Identifier: GPL-3.0-or-later
// TrialSet: up to TRIALS trials of a sheet (trials.h), for which each weight is read once.
//
// Settling takes its bundles of targets from here: a tile in each of the trials.
#pragma once

#include "kernels/trial_activity.h"
#include "model/trial_sheet.h"

typedef struct {
    const TrialSheet *trial_sheet; // borrowed
    size_t count;                  // of trials
    TrialActivity *source;         // [forward projections] what their sources show; owned
    TrialActivity written[2];      // the sheet's own, which the passes of settling write in turn
    uint64_t passes;               // that were done; the last wrote the response
    float *drive;                  // [tiles][BUNDLE] owned
    unsigned char *driven;         // [tiles] as in settling.h; owned
} TrialSet;

void trial_set_init(TrialSet *set, const TrialSheet *trial_sheet);
void trial_set_finish(TrialSet *set);

// One more trial: of what the sheet's sources show now.
void trial_set_add(TrialSet *set);
void trial_set_clear(TrialSet *set);

// Computes the responses in all trials of the sets, which are of one sheet.
void trial_sets_respond(TrialSet *set, size_t sets, Response response);

// The response [units] in the k-th trial: activity, or of feed-forward responses the drive.
void trial_set_read(const TrialSet *set, size_t k, Response response, float *values);
