// SPDX-License-Identifier: GPL-3.0-or-later
// How sure the trials make what several sessions have in common, and what they would have in common
// if the map had stayed the same.
//
// The trials of each session are drawn again (trial_draws.h). Noise makes two maps differ: an
// interval holds what sessions with this noise have on average (percentile_interval_centred). If
// the map stayed the same, it does not matter in which session a trial was recorded: trials that
// are exchanged between sessions give what sessions of an unchanged map have in common.
#pragma once

#include "imaging/response_stack.h"
#include "imaging/trial_draws.h"
#include "orientation/orientation_sessions.h"
#include "orientation/orientation_similarity.h"
#include "statistics/bca.h"

enum { SESSION_NUMBERS = ORIENTATION_SIMILARITY_ROWS + ORIENTATION_SESSIONS_ROWS };

typedef struct {
    // Of the maps, in the order of orientation_similarity_rows, of the first two, and then
    // orientation_sessions_rows.
    Statistic number[SESSION_NUMBERS];
    Interval interval[SESSION_NUMBERS];
    // orientation_sessions_rows where trials are exchanged: the mean over exchanges, and what 95 %
    // of them lie between. NAN where the sessions have other conditions.
    double unchanged[ORIENTATION_SESSIONS_ROWS];
    Interval unchanged_between[ORIENTATION_SESSIONS_ROWS];
} SessionConfidence;

// `stack`: those of two or more sessions, which can have intervals (confidence_refused), of the
// same samples; `wavelength` in samples.
SessionConfidence session_confidence_of(const ResponseStack *stack, size_t n, double wavelength,
                                        const TrialDraws *settings);

// Whether all have the same orientations in the same order, so that trials can be exchanged.
bool sessions_have_same_conditions(const ResponseStack *stack, size_t n);
