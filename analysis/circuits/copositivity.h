// SPDX-License-Identifier: GPL-3.0-or-later
// Copositivity number of a symmetric matrix W: the largest v' W v over v >= 0 with |v| = 1.
//
// A rectified circuit settles whatever its input if and only if the number is below 1 (I - W is
// copositive: Hahnloser, Seung & Slotine 2003, Neural Computation 15:621); a linear one needs all
// eigenvalues of W below 1, which is more. The number lies between what ascent from several starts
// attains, with the vector that attains it, and a bound from above:
//   - up to SET_NEURONS_MOST neurons a walk over the permitted sets proves the bound, which is the
//     number to 1e-9 of the largest weight;
//   - above, v' W v <= v' (W + N) v for any N >= 0, so the largest eigenvalue of W + N bounds it; N
//     is sought among matrices that depend on the distance along rows and columns, then entry by
//     entry.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    double number;  // attained by `vector`
    double *vector; // [n] owned
    double bound;   // no v attains more
    bool exact;     // is the bound the number?
} Copositivity;

// W is [n][n] and symmetric; neuron i stands in row i / columns of a sheet.
Copositivity copositivity_find(size_t n, const double *weights, size_t columns);
void copositivity_free(Copositivity *copositivity);
