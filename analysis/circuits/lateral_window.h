// SPDX-License-Identifier: GPL-3.0-or-later
// Lateral window: can a sheet's lateral connections organise a map without running away?
//
// With K the mean lateral kernel of a sheet (strengths included) and x >= 0 its activity, settling
// amplifies patterns if the largest linear gain, max over k of the transform of K, exceeds 1, and
// stays bounded if the copositivity number, max over v >= 0 with |v| = 1 of v' K v, is below 1
// (Hahnloser, Seung & Slotine 2003, Neural Computation 15:621). Between the two lies the window in
// which rectified units organise (docs/model.md).
#pragma once

#include "model/network.h"

typedef struct {
    bool lateral;        // false: the sheet has no lateral projections, and there is nothing to say
    double linear_gain;  // max over wave vectors
    double wavelength;   // of that wave vector, sheet units; infinite for uniform activity
    double copositivity; // a lower bound: the largest found by ascent from several starts
} LateralWindow;

// A sheet's lateral connections as one kernel, strengths included: the mean over all units whose
// fields are whole (or all, where none is) of its symmetric part.
typedef struct {
    long radius;   // units; -1: the sheet has no lateral projections
    double *value; // [2 radius + 1][2 radius + 1] about the middle; owned
} MeanKernel;
MeanKernel mean_kernel(const Network *network, const Sheet *sheet);
void mean_kernel_free(MeanKernel *kernel);

LateralWindow lateral_window(const Network *network, const Sheet *sheet);
