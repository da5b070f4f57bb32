// SPDX-License-Identifier: GPL-3.0-or-later
// Trial draws: the choices of trials behind confidence, as weights of a stack's frames
// (response_stack.h), by counter: draw r is the same in whatever order draws are made.
#pragma once

#include "imaging/response_stack.h"

#include <stdint.h>

// Tells how much is done of how much.
typedef void TrialProgress(const char *what, size_t done, size_t all);

typedef struct {
    size_t resamples; // and shuffles
    uint64_t seed;
    bool layout;             // the numbers of OrientationLayout, too, which take longest
    TrialProgress *progress; // NULL: none
} TrialDraws;

// Resample r of a bootstrap: each condition's trials drawn again from themselves, with replacement,
// and apart from those of other conditions. Weights differ from even ones `spread` times as much as
// the counts of draws do. weight[conditions][trials].
void trial_draws_resample(const ResponseStack *stack, uint64_t seed, size_t r, double *weight);

// All frames but `frame`, which has to be there and not alone in its condition.
void trial_draws_without(const ResponseStack *stack, size_t frame, double *weight);

// Shuffle r: within each trial, the frames that are there are dealt out anew to their conditions.
// from[conditions][trials] is the frame that comes to stand at each place.
void trial_draws_shuffle(const ResponseStack *stack, uint64_t seed, size_t r, size_t *from);
