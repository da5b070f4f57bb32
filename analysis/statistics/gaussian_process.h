// SPDX-License-Identifier: GPL-3.0-or-later
// GaussianProcess: a noisy number as a smooth function over the unit cube, learned from draws at
// some places (Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, chapters 2, 5).
//
// The function is a plane of any slope and a smooth deviation from it, whose covariance falls with
// the squared distance, along each coordinate over a length of its own; to this the noise of each
// draw is added. Size and lengths of the deviation and the noise are those at which the draws, and
// a prior that expects lengths near the width of the cube, are most likely.
#pragma once

#include <stddef.h>

typedef struct {
    size_t points, dimensions;
    const double *place; // [points][dimensions] in [0, 1]
    const double *mean;  // [points] over the draws at the point
    const double *draws; // [points] their number, above 0
    double within;       // sum of squares of all draws about the means of their points
    size_t degrees;      // the degrees of freedom of `within`: draws less points
} ProcessData;

typedef struct GaussianProcess GaussianProcess;

// Learns the function from at least 2 points.
GaussianProcess *gaussian_process_learn(const ProcessData *data);
void gaussian_process_free(GaussianProcess *process);

// The function at a place, without noise: its expected value and its variance, given the draws. By
// one thread at a time.
typedef struct {
    double mean, variance;
} ProcessValue;
ProcessValue gaussian_process_at(const GaussianProcess *process, const double *place);

// Adds a point with so many draws to come, as if their mean were the expected value there: only the
// variance changes, as it will when they are known.
void gaussian_process_expect(GaussianProcess *process, const double *place, double draws);

// The standard deviation of single draws at one place.
double gaussian_process_noise(const GaussianProcess *process);
