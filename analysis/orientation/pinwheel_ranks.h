// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelRanks: whether pinwheels lie near the middles of ocular dominance columns.
//
// A sample's rank is the share of samples with a smaller |index|; samples with an equal |index|
// count half. The rank is 0 in the most binocular places, 1 in the most monocular, 0.5 on average.
// A pinwheel's rank is interpolated bilinearly between its four samples. The mean over pinwheels is
// 0.5 by chance. It is higher where pinwheels are nearer to the middles of columns, as in macaque
// (Obermayer & Blasdel 1993), and lower where they are nearer to borders.
#pragma once

#include "maps/pinwheels.h"
#include "maps/map.h"
#include "maps/torus_shift.h"

// The rank of every sample; missing where the index is missing.
ScalarMap *pinwheel_ranks_map(const ScalarMap *index);

// The mean rank of the pinwheels, shifted over the map; NAN where no pinwheel has a rank. `count`,
// unless NULL: the number of pinwheels with a rank, that is, with no missing sample beside them.
double pinwheel_ranks_mean(const ScalarMap *ranks, const Pinwheels *pinwheels,
                           const TorusShift *shift, size_t *count);
