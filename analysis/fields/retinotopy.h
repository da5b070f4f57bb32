// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: where in visual space the receptive fields of neighbouring units lie, and how orderly
// that is.
//
// x to the right and y up, in the cortical sheet as in visual space, both in sheet units; rows of
// units go down. A unit whose centre is not finite is missing. Between four neighbouring units lies
// a cell; its Jacobian J is that of the mean steps of the centres along both sides, so that
// det J = signed area of the four centres / area of the cell (Gauss's shoelace). A cell with a
// missing corner, or with |det J| < RETINOTOPY_LEAST_AREA, as where centres coincide, has no sign.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define RETINOTOPY_LEAST_AREA 1e-6

typedef struct {
    size_t height, width; // units, at least 2 each
    double left, top;     // place of the unit in row 0 and column 0
    double spacing;       // between neighbouring units
    double *x, *y;        // centres, height x width, row-major; owned
} Retinotopy;

// All centres missing.
Retinotopy *retinotopy_new(size_t height, size_t width, double left, double top, double spacing);
void retinotopy_free(Retinotopy *retinotopy);

// A new one of the given rectangle of units, which has to lie inside.
Retinotopy *retinotopy_crop(const Retinotopy *retinotopy, size_t row, size_t column, size_t height,
                            size_t width);

// The Jacobian of the cell whose top left unit is given: how x and y of centres change with the
// units' x and y.
typedef struct {
    double xx, xy, yx, yy;
} Jacobian;
Jacobian retinotopy_jacobian(const Retinotopy *retinotopy, size_t row, size_t column);

// det J, and the ratio of J's singular values, at least 1.
double jacobian_determinant(Jacobian jacobian);
double jacobian_distortion(Jacobian jacobian);

// Writes each cell's sign, [height - 1][width - 1]: 1, -1, or 0 without one. Returns that of most
// cells, 1 where both are equally many. A cell of the other sign is folded.
int retinotopy_signs(const Retinotopy *retinotopy, int *sign);

// Of how many regions of at least `least` folded cells, joined by sides, there are.
size_t retinotopy_folded_regions(const Retinotopy *retinotopy, size_t least);

// How far centres are from the affine map of places that fits them best: the sum of squared
// distances over the units within `radius` (INFINITY: all) of the unit in a row and column.
typedef struct {
    size_t count;   // centres
    double squares; // NAN for fewer than 4 centres, and where their places lie on a line
} RetinotopyResidual;
RetinotopyResidual retinotopy_affine_residual(const Retinotopy *retinotopy, size_t row,
                                              size_t column, double radius);
