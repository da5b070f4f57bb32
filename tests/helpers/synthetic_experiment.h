// SPDX-License-Identifier: GPL-3.0-or-later
// Imaging experiments whose true map is known: a random map in a region, seen in trials.
//
// The response to a condition in a trial is 100 + modulation Re(conj(z) exp(2 i theta)) + the drift
// of the trial + noise. The drift is slow and the same for all conditions of a trial but for a
// tenth of it, as that of vessels; the noise is a white one blurred by a pixel and so on.
#pragma once

#include "imaging/response_stack.h"

#include <stdint.h>

typedef struct {
    size_t side;       // samples
    double wavelength; // samples
    size_t conditions, trials;
    double modulation, noise, drift; // sizes; noise is the root mean square of a frame
    bool round;                      // the region is a disc; otherwise all samples are there
} SyntheticExperiment;

// The truth, missing outside the region.
ComplexMap *synthetic_truth(const SyntheticExperiment *experiment, uint64_t seed);

// The stack of an experiment on this truth, normalised; another seed, other trials.
ResponseStack synthetic_trials(const SyntheticExperiment *experiment, const ComplexMap *truth,
                               uint64_t seed);
