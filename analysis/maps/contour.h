// SPDX-License-Identifier: GPL-3.0-or-later
// Contour: the line along which a scalar map is 0, as straight segments in the plaquettes, the
// squares between four neighbouring samples (marching squares: Lorensen & Cline 1987 in two
// dimensions).
//
// The line crosses an edge of a plaquette where the corners' signs differ, at the zero of the
// linear interpolation; 0 counts as positive. Where both diagonals separate the signs, a saddle,
// the mean of the corners decides which of them are joined. A plaquette with a missing corner has
// no segment and does not count as area.
#pragma once

#include "maps/map.h"

#include <complex.h>

// Ends as u + i v in the unit square of a plaquette: u to the right, v DOWN, from its top left
// sample.
typedef struct {
    double complex from, to;
} ContourSegment;

// The zero line in one plaquette of values at the corners top left, top right, bottom left, bottom
// right: returns how many segments, 0, 1 or 2.
size_t contour_segments(const double value[4], ContourSegment segments[2]);

typedef struct {
    size_t row, column; // of the plaquette's top left sample
    ContourSegment segment;
} ContourPiece;

typedef struct {
    size_t height, width; // of the map
    bool periodic;        // the same
    size_t count;
    ContourPiece *list; // count of them, in row-major order of plaquettes; owned
    size_t *first;      // [height + 1] the index of each row's first piece; owned
    double length;      // of all, samples
    size_t plaquettes;  // those with no missing corner: the area, samples^2
} Contour;

// On a periodic map the plaquettes over the seam count too.
Contour contour_new(const ScalarMap *map);
void contour_free(Contour *contour);

// Length per area, per sample; NAN where the area is 0.
double contour_density(const Contour *contour);
