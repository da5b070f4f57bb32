// SPDX-License-Identifier: GPL-3.0-or-later
// Crossings: the angles at which the lines of equal preferred orientation meet the borders of
// ocular dominance.
//
// The borders are the contour of index 0 (contour.h). Each of its pieces is weighted by its length,
// and taken at its midpoint, where z and the index f are interpolated bilinearly. The acute angle
// between the lines is that between grad f and
//   grad theta = Im(conj(z) grad z) / (2 |z|^2),
// in [0, 90] degrees. With this sampling, all angles are equally frequent for unrelated maps: the
// mean is 45 degrees, and a third is above 60. (A count of the contours' intersections would weight
// angles by their sine.)
//
// Two kinds of pieces are left out, because their direction is uncertain: those nearer to a
// pinwheel than a given distance, and those in plaquettes with a |grad theta| or |grad f| at the
// middle below its CROSSINGS_WEAKEST quantile over all plaquettes.
#pragma once

#include "maps/map.h"
#include "maps/torus_shift.h"

#define CROSSINGS_WEAKEST 0.1

enum { CROSSINGS_BINS = 9 };

typedef struct Crossings Crossings;

// Both maps have the same n x n samples and boundary; `orientation` is borrowed. `reach`: the
// distance from pinwheels, samples.
Crossings *crossings_new(const ComplexMap *orientation, const ScalarMap *index, double reach);
void crossings_free(Crossings *crossings);

typedef struct {
    double length;   // of the border that counts, samples
    double mean;     // angle, degrees. This and all below are NAN where no border counts
    double above_60; // share of the border with angles above 60 degrees
    double share[CROSSINGS_BINS]; // of the border, by steps of 10 degrees
} CrossingAngles;

// The angles after the borders are shifted over the orientation map.
CrossingAngles crossings_angles(const Crossings *crossings, const TorusShift *shift);

// The shift that moves nothing, and a random one of these maps (torus_shift.h).
TorusShift crossings_no_shift(const Crossings *crossings);
TorusShift crossings_draw_shift(const Crossings *crossings, RandomDraws *draws);
