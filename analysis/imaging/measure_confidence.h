// SPDX-License-Identifier: GPL-3.0-or-later
// What trials add to the results of any kind of measure of arrays (trial_intervals.h): an interval
// of every number that they decide, and of every sample.
//
// A draw makes the recording's arrays anew and takes the measure of them. Orientation maps, which
// are filtered and joined on the way, have confidence_results.h.
#pragma once

#include "imaging/recorded_stacks.h"
#include "imaging/trial_draws.h"
#include "measure/measure.h"

void measure_confidence_add(Results *results, const MeasureKind *kind, const void *settings,
                            const Recording *recording, const RecordedStacks *stacks,
                            const TrialDraws *draws);

// Warns of the numbers that lie outside their intervals.
void measure_confidence_tell_biased(Results *results);
