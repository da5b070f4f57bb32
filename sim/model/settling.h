// SPDX-License-Identifier: GPL-3.0-or-later
// Settling: what is the same for a sheet that responds to one presentation (network_settling.c) and
// for many trials of it (trials_response.c).
#pragma once

#include "model/network.h"

#include <math.h>

typedef struct {
    bool prunes;        // may targets be left out that are not above threshold?
    size_t inhibition;  // from this lateral projection on, only inhibition follows
    bool noisy;         // has the transfer noise?
    RandomStream noise; // of the transfer, in this presentation
} SettlingRules;

SettlingRules settling_rules(const Network *network, const Sheet *sheet, Response response);

// The largest change of any unit in a step, and the largest |activity| after it. A change that is
// not a number is infinite.
typedef struct {
    float change, activity;
} Largest;

// A unit's activity after a step, (1 - damping) before + damping f(input), which is noted.
static inline float settling_step(const SheetSettings *settings, float before, float transferred,
                                  Largest *largest) {
    float after = transferred;
    if (settings->damping < 1)
        after = (float)(1 - settings->damping) * before + (float)settings->damping * transferred;
    after = activity_kept(after);
    float change = fabsf(after - before), activity = fabsf(after);
    if (!(change <= largest->change))
        largest->change = isnan(change) ? (float)INFINITY : change;
    largest->activity = activity > largest->activity ? activity : largest->activity;
    return after;
}

// What two threads have noted, taken together.
static inline Largest settling_larger(Largest one, Largest other) {
    return (Largest){fmaxf(one.change, other.change), fmaxf(one.activity, other.activity)};
}

// Did a sheet settle within its tolerance in that step?
static inline bool settling_is_done(const SheetSettings *settings, Largest largest) {
    return isfinite(largest.change) &&
           (double)largest.change <= settings->tolerance * (double)largest.activity;
}
