// SPDX-License-Identifier: GPL-3.0-or-later
// BorderDistance: how far pinwheels are from the borders of ocular dominance.
//
// The distance of a place is that to the nearest point of the contour of index 0 (contour.h),
//   d(x) = min over segments s of |x - nearest point of s|,
// in samples, the short way round on a periodic map. Borders beyond the edges of an open map are
// unknown. This lengthens distances near the edges, for shifted pinwheels (torus_shift.h) as for
// pinwheels in place. For straight stripes of period P the mean over all places is P / 8, and the
// distance is P / 4 in the middles of columns. Pinwheels of macaque lie near these middles
// (Obermayer & Blasdel 1993).
#pragma once

#include "maps/contour.h"
#include "maps/pinwheels.h"
#include "maps/torus_shift.h"

// The distance of a place on the map, in samples; NAN where there is no border.
double border_distance_at(const Contour *border, double column, double row);

// The mean over pinwheels, shifted over the map; and the mean over the whole map, at 4 x 4 places
// of each plaquette, where pinwheels can lie. `index` is the map whose border it is: plaquettes of
// which a sample is missing do not count. NAN where there is no border, or no pinwheel.
double border_distance_of_pinwheels(const Contour *border, const ScalarMap *index,
                                    const Pinwheels *pinwheels, const TorusShift *shift);
double border_distance_everywhere(const Contour *border, const ScalarMap *index);
