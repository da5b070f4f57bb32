// SPDX-License-Identifier: GPL-3.0-or-later
// The intervals of what is found of every sample from two means over trials, as its preference and
// selectivity from z (trial_draws.h, bca.h).
#pragma once

#include "imaging/trial_draws.h"

enum { SAMPLE_MEANS = 2, SAMPLE_VALUES = 2 };

// A mean m is the sum over stacks and their conditions of coefficient(...) times the mean of the
// condition's frames.
typedef struct {
    size_t stacks, values;
    double (*coefficient)(const ResponseStack *stack, size_t which, size_t condition, size_t mean);
    // The values of a sample in one draw, from its means and those of all trials.
    void (*find)(const double own[SAMPLE_MEANS], const double drawn[SAMPLE_MEANS],
                 double value[SAMPLE_VALUES]);
    // The derivatives of the values by the means, up to a factor for each value.
    void (*slopes)(const double own[SAMPLE_MEANS], double slope[SAMPLE_VALUES][SAMPLE_MEANS]);
    struct {
        bool biased;        // noise makes it larger on average (bca_interval_centred)
        double least, most; // where an interval ends
    } of[SAMPLE_VALUES];
} SampleKind;

// Of one stack: its preference, from the preference of all trials, in radians; and |z|.
enum { SAMPLE_ANGLE, SAMPLE_SIZE };
extern const SampleKind sample_preference;
// Of two stacks, of the left and the right eye: the index of ocular dominance.
extern const SampleKind sample_dominance;
// Of one stack of two conditions: both means, as x and y.
extern const SampleKind sample_place;

// [height][width] each, NAN where a sample is missing; owned.
typedef struct {
    double *low[SAMPLE_VALUES], *high[SAMPLE_VALUES];
} SampleIntervals;

// `stack`: as many as the kind has, of the same samples.
SampleIntervals sample_intervals_of(const SampleKind *kind, const ResponseStack *stack,
                                    const TrialDraws *draws);
void sample_intervals_free(SampleIntervals *samples);
