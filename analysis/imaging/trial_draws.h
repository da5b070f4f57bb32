// SPDX-License-Identifier: GPL-3.0-or-later
// Trial draws: the choices of trials behind confidence, as weights of a stack's frames
// (response_stack.h), by counter: draw r is the same in whatever order draws are made.
#pragma once

#include "imaging/response_stack.h"

#include <stdbool.h>
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

// Exchange r between n sessions with the same conditions: trials are dealt out anew to the
// sessions, each of which keeps its number of trials and has a frame of each condition. A trial
// stays whole, since the normalisation makes its frames depend on each other. session[s][trials]:
// where the trials of session s come to stand.
void trial_draws_exchange(const ResponseStack *stack, size_t n, uint64_t seed, size_t r,
                          size_t *const *session);

// The frames of a condition that come to stand in session k.
size_t trial_draws_exchanged(const ResponseStack *stack, size_t n, size_t *const *session, size_t k,
                             size_t condition);
