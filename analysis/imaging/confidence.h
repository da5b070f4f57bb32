// SPDX-License-Identifier: GPL-3.0-or-later
// Confidence: how sure the trials of a stack make its orientation map.
//
// Trials are drawn again `resamples` times (trial_draws.h), and the map's numbers, its pinwheels
// and every sample's preference and selectivity are found anew. Intervals hold 95 % (bca.h); the
// acceleration of a number is by leaving out frames in turn, that of a sample by the derivative.
// The draws are counted, so that the results are the same on any number of threads.
//
// Resamples have the noise of the data twice, and intervals allow for the bias (bca.h), but filter
// the stack first (stack_filter): what noise makes of a number is seen as far as it is additive.
#pragma once

#include "imaging/pixel_confidence.h"
#include "imaging/response_stack.h"
#include "imaging/trial_draws.h"
#include "maps/band_pass.h"
#include "maps/pinwheels.h"
#include "orientation/orientation_layout.h"
#include "statistics/bca.h"

#include <stdint.h>

enum { CONFIDENCE_NUMBERS = ORIENTATION_STATISTICS_ROWS + ORIENTATION_LAYOUT_ROWS };

// A pinwheel of the data, and those of resamples that are the same (pinwheel_match.h).
typedef struct {
    Pinwheel pinwheel;
    double probability;                 // share of resamples that have it
    double long_axis, short_axis, turn; // half-axes of the ellipse that holds 95 % of its places,
                                        // samples; of the long one from +x, counter-clockwise
} PinwheelConfidence;

typedef struct {
    // The numbers of the map, in the order of orientation_statistics_rows, and then
    // orientation_layout_rows; those of the layout are NAN where `layout` is false.
    Statistic number[CONFIDENCE_NUMBERS];
    Interval interval[CONFIDENCE_NUMBERS];
    size_t pinwheels;
    PinwheelConfidence *pinwheel; // owned
    SampleIntervals samples;      // of every one
    // Power of the map, less that of noise, over the power of noise that the mean over trials has.
    double signal_to_noise;
} Confidence;

// Why a stack can have no intervals; NULL: it can.
const char *confidence_refused(const ResponseStack *stack);

// Of a stack that can have them.
Confidence confidence_of(const ResponseStack *stack, const TrialDraws *settings);
void confidence_free(Confidence *confidence);

// Filters every frame.
void stack_filter(ResponseStack *stack, const BandPass *band);

// Whether the map is modular at all: has more power at some wavelength, of two periods in the map
// down to 4 samples, than if the conditions were shuffled within each trial. The statistic is the
// largest amplitude of an annulus of the spectrum over its mean over all shuffles; under shuffling
// it has the size that it should have, whatever the noise.
typedef struct {
    double p;          // share of shuffles, the data among them, with at least its statistic
    double excess;     // the statistic
    double wavelength; // where it is found, samples
} Modularity;
Modularity modularity_of(const ResponseStack *stack, const TrialDraws *settings);
