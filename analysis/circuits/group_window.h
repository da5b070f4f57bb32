// SPDX-License-Identifier: GPL-3.0-or-later
// GroupWindow: can sheets that settle together diverge?
//
// With L the weights within a group (strengths included), each unit's row times the greatest slope
// of its transfer function: linear units grow if the largest real part of an eigenvalue of L, the
// linear gain, exceeds 1. Rectified units without input take the steps of settling, with the
// damping and the order that the sheets have; the growth is the factor by which they grow in a
// step, in the end, from the start from which they grow most: a random pattern or a single unit of
// one sheet. Above 1 activity diverges. For one sheet without damping that is the copositivity
// number (lateral_window.h), where it is above 1; in a group, inhibition that excitation drives can
// hold what the linear gain lets grow.
#pragma once

#include "model/network.h"

typedef struct {
    bool found;         // false: no connections that add, or too many to be searched in seconds;
                        // the rest is undefined
    bool slope_bounded; // false: a slope grows without bound, and is taken as 1, or projections
                        // divide or multiply the input, which is left out
    bool saturates;     // activity of all sheets is bounded, so that it cannot diverge
    double linear_gain;
    double growth; // a lower bound: from few starts
} GroupWindow;

GroupWindow group_window(const Network *network, const SettlingGroup *group);
