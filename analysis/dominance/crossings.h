// SPDX-License-Identifier: GPL-3.0-or-later
// Crossings: the angles at which the lines of equal preferred orientation meet the borders of
// ocular dominance.
//
// The borders are the contour of index 0 (contour.h). Each of its pieces counts with its length,
// at its middle, where z and the index f are interpolated bilinearly: the acute angle between the
// lines is that between grad f and
//   grad theta = Im(conj(z) grad z) / (2 |z|^2),
// in [0, 90] degrees. Sampled so, unrelated maps give all angles alike, a mean of 45 degrees and a
// third above 60 (counting intersections of contours instead would favour large angles by sin).
//
// Left out, as no direction is sure there: pieces nearer to a pinwheel than a given distance; and
// those in plaquettes in whose middle |grad theta| or |grad f| is less than the CROSSINGS_WEAKEST
// quantile of it over all plaquettes.
#pragma once

#include "maps/scalar_map.h"
#include "maps/torus_shift.h"

#define CROSSINGS_WEAKEST 0.1

enum { CROSSINGS_BINS = 9 };

typedef struct Crossings Crossings;

// Both maps have the same n x n samples and boundary, and are borrowed. `reach`: the distance from
// pinwheels, samples.
Crossings *crossings_new(const ComplexMap *orientation, const ScalarMap *index, double reach);
void crossings_free(Crossings *crossings);

typedef struct {
    double length;                // of the border that counts, samples
    double mean;                  // angle, degrees; NAN where no border counts, as is all below
    double above_60;              // share of the border that is met at more than 60 degrees
    double share[CROSSINGS_BINS]; // of the border, by steps of 10 degrees
} CrossingAngles;

// The angles after the borders are shifted over the orientation map.
CrossingAngles crossings_angles(const Crossings *crossings, const TorusShift *shift);

// The side of the torus that these maps are shifted on (torus_shift.h).
size_t crossings_side(const Crossings *crossings);
