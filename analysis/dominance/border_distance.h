// SPDX-License-Identifier: GPL-3.0-or-later
// BorderDistance: how far pinwheels are from the borders of ocular dominance.
//
// The distance of a place is that to the nearest point of the contour of index 0 (contour.h),
//   d(x) = min over segments s of |x - nearest point of s|,
// in samples, the short way round on a periodic map. On an open one borders beyond its edges are
// not known, which lengthens distances near the edges, of shifted pinwheels (torus_shift.h) as of
// those in place. For straight stripes of period P the mean over all places is P / 8, and it is
// P / 4 in the middles of columns, near to which pinwheels lie in macaque (Obermayer & Blasdel
// 1993).
#pragma once

#include "maps/contour.h"
#include "maps/pinwheels.h"
#include "maps/torus_shift.h"

typedef struct {
    size_t rows, columns; // of the map
    bool periodic;
    const Contour *border; // borrowed
    size_t *first;         // [rows + 1] the place in the border's list of each row's first piece
} BorderDistance;

// Of the contour of such a map.
BorderDistance *border_distance_new(const ScalarMap *map, const Contour *border);
void border_distance_free(BorderDistance *distance);

// Of a place on the map, samples; NAN where there is no border.
double border_distance_at(const BorderDistance *distance, double column, double row);

// The mean over pinwheels that are shifted over the map, and that over the whole map, at 4 x 4
// places of each plaquette, where pinwheels can lie; NAN where there is no border, or no pinwheel.
double border_distance_of_pinwheels(const BorderDistance *distance, const Pinwheels *pinwheels,
                                    const TorusShift *shift);
double border_distance_everywhere(const BorderDistance *distance);
