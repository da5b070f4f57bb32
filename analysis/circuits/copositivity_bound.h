// SPDX-License-Identifier: GPL-3.0-or-later
// An upper bound of the copositivity number (copositivity.h) of a matrix that is too large for its
// sets to be walked.
#pragma once

#include <stddef.h>

// The largest eigenvalue of W + N for an N >= 0 found by descent, which is a bound for any N.
// Descent begins among matrices N(i, j) = k(distance between i and j on the torus of n /
// columns rows and `columns` columns), where the mean of W over equal distances has its eigenvalues
// in its Fourier transform; then, for large n and an uneven W, it goes on entry by entry, along the
// leading eigenvectors of W + N. `attained` is a value of v' W v that some v attains: no bound lies
// below it.
double copositivity_bound(size_t n, const double *weights, size_t columns, double attained);
