// SPDX-License-Identifier: GPL-3.0-or-later
// Retinotopy: the places of units' receptive fields in visual space, and the order of this map.
//
// x goes right and y up, on the cortical sheet as in visual space, both in sheet units; rows of
// units go down. A unit whose centre is not finite is missing. Four neighbouring units enclose a
// cell. Its Jacobian J is that of the mean steps of the centres along both sides, so that det J =
// signed area of the four centres / area of the cell (Gauss's shoelace formula). A cell has no sign
// if a corner is missing, or if |det J| is below a millionth of the map's areal scale, as where
// centres coincide.
#pragma once

#include "base/memory.h"

#include <stdbool.h>

typedef struct {
    size_t height, width; // units, at least 2 each
    double left, top;     // place of the unit in row 0 and column 0
    double spacing;       // between neighbouring units
    double *x, *y;        // centres, height x width, row-major, x before y; owned
} Retinotopy;

// All centres missing.
Retinotopy *retinotopy_new(size_t height, size_t width, double left, double top, double spacing);
void retinotopy_free(Retinotopy *retinotopy);
OWNER(Retinotopy, retinotopy_free)

// A copy of a rectangle of units, which has to lie inside.
Retinotopy *retinotopy_crop(const Retinotopy *retinotopy, size_t row, size_t column, size_t height,
                            size_t width);

// The Jacobian of the cell whose top left unit is given: the derivatives of the centres' x and y
// with respect to the units' x and y.
typedef struct {
    double xx, xy, yx, yy;
} Jacobian;
Jacobian retinotopy_jacobian(const Retinotopy *retinotopy, size_t row, size_t column);

// det J, and the ratio of J's singular values, at least 1.
double jacobian_determinant(Jacobian jacobian);
double jacobian_distortion(Jacobian jacobian);

// The areal scale of a map: the variance of the centres over that of their units' places, which is
// |det J| of an even map. From 1/1000 to 1000, where both have the same unit, it counts as 1, and
// also where it is not known.
double retinotopy_scale(const Retinotopy *retinotopy);

// The least |det J| of a cell with a sign.
double retinotopy_least_area(const Retinotopy *retinotopy);

// Writes each cell's sign, [height - 1][width - 1]: 1, -1, or 0 for none. Returns the more frequent
// sign, or 1 where both are equally frequent. A cell of the other sign is folded.
int retinotopy_signs(const Retinotopy *retinotopy, int *sign);

// The number of regions of at least `least` folded cells joined by sides.
size_t retinotopy_folded_regions(const Retinotopy *retinotopy, size_t least);

// The sum of squared distances of centres from the affine map of places that fits them best, over
// the units within `radius` (INFINITY: all) of the unit in a row and column.
typedef struct {
    size_t count;   // centres
    double squares; // NAN for fewer than 4 centres, and where their places lie on a line
} RetinotopyResidual;
RetinotopyResidual retinotopy_affine_residual(const Retinotopy *retinotopy, size_t row,
                                              size_t column, double radius);
