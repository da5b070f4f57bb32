// SPDX-License-Identifier: GPL-3.0-or-later
// Lateral window: can a sheet's lateral connections organise a map without diverging?
//
// With K the mean lateral kernel of a sheet (strengths included) times the greatest slope of its
// transfer function, and x >= 0 its activity, settling
// amplifies patterns if the largest linear gain, max over k of the transform of K, exceeds 1, and
// stays bounded if the copositivity number, max over v >= 0 with |v| = 1 of v' K v, is below 1
// (Hahnloser, Seung & Slotine 2003, Neural Computation 15:621). Between the two lies the window in
// which rectified units organise (docs/model.md).
#pragma once

#include "model/network.h"

typedef struct {
    bool lateral;       // false: the sheet has no lateral projections, or fields too wide to be
                        // searched in seconds; the rest is undefined
    bool slope_bounded; // false: the slope grows without bound, and is taken as 1, or projections
                        // divide or multiply the input, which is left out
    bool saturates;     // activity is bounded, so that it cannot diverge
    bool linear;        // units are linear: their activity is bounded if the linear gain is below 1
    double linear_gain; // max over wave vectors
    double wavelength;  // of that wave vector, sheet units; infinite for uniform activity
    double copositivity; // a lower bound: the maximum found by ascent from several starts
} LateralWindow;

// The factor by which activity grows at most in all steps of a sheet's settling, where it grows by
// `growth` in a step; 1: it does not grow. Activity near 1 has diverged when it grows ten
// thousandfold: fewer steps end before that, and learning weakens connections that let it grow.
double settling_growth(double growth, const Sheet *sheet);
bool settling_diverges(double growth, const Sheet *sheet);

// The growth in a step, with the damping of the sheet.
double lateral_window_growth(const LateralWindow *window, const Sheet *sheet);

LateralWindow lateral_window(const Network *network, const Sheet *sheet);
