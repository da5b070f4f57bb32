// SPDX-License-Identifier: GPL-3.0-or-later
// Similarity of two maps of the same size.
#pragma once

#include "maps/map.h"

// Stability index (Chapman et al. 1996, Stevens et al. 2013): 1 - (4 / pi) <d>, d the acute angle
// between the preferences of a sample in both maps, in [0, pi/2]. 1 for the same preferences, 0 for
// unrelated ones, -1 for orthogonal ones. Samples without preference in either map are left out;
// NAN where none is left.
double similarity_stability(const ComplexMap *a, const ComplexMap *b);

// Correlation weighted by selectivity: |sum conj(a) b| / sqrt(sum |a|^2 sum |b|^2) over samples
// with a preference in both, in [0, 1]; NAN where a sum of squares is 0. It is blind to a turn of
// all preferences by one angle: unless NULL, *rotation is that angle, by which b is turned from a,
// in radians, counter-clockwise, in (-pi/2, pi/2].
double similarity_correlation(const ComplexMap *a, const ComplexMap *b, double *rotation);

// Pearson's correlation of two maps of n numbers each, in [-1, 1]: 1 where they
// differ in scale and offset alone. Samples that are not finite in either are left out; NAN where a
// variance is 0.
double similarity_of_scalars(const double *a, const double *b, size_t n);
