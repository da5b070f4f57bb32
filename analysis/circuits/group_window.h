// SPDX-License-Identifier: GPL-3.0-or-later
// GroupWindow: can sheets that settle together diverge?
//
// With L the weights within a group (strengths included), each unit's row times the greatest slope
// of its transfer function: linear units grow if the largest real part of an eigenvalue of L, the
// linear gain, exceeds 1. Rectified units grow without bound if [L v]+ = number v for a v >= 0 and
// a number above 1. For symmetric L the largest such number is the copositivity number
// (lateral_window.h). It may be less than that of excitation alone: inhibition that excitation
// drives can hold it.
#pragma once

#include "model/network.h"

typedef struct {
    bool found;         // false: too many connections to be searched in seconds; the rest is
                        // undefined
    bool slope_bounded; // false: a slope grows without bound, and is taken as 1
    bool saturates;     // activity of all sheets is bounded, so that it cannot diverge
    double linear_gain;
    double copositivity; // from one start, so that there may be a larger one
} GroupWindow;

GroupWindow group_window(const Network *network, const SettlingGroup *group);
