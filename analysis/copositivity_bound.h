// SPDX-License-Identifier: GPL-3.0-or-later
// An upper bound of the copositivity number (copositivity.h) of a matrix that is too large for its
// sets to be walked.
#pragma once

#include <stddef.h>

// The largest eigenvalue of W + N, for an N >= 0 found by descent among matrices N(i, j) =
// k(distance between i and j on the torus of n / columns rows and `columns` columns), for which the
// mean of W over equal distances has its eigenvalues in its Fourier transform. The eigenvalue is
// that of W itself with N, so the bound holds however good k is and however uneven W.
double copositivity_bound(size_t n, const double *weights, size_t columns);
