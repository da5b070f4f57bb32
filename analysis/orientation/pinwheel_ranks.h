// SPDX-License-Identifier: GPL-3.0-or-later
// PinwheelRanks: whether pinwheels lie near the middles of ocular dominance columns.
//
// A sample's rank is the share of samples whose |index| is less than its own, equal ones counting
// half: 0 in the most binocular places, 1 in the most monocular, 0.5 on average. A pinwheel has the
// rank interpolated bilinearly between the four samples about it. The mean over pinwheels is 0.5 by
// chance, more where they are nearer to columns' middles, as in macaque (Obermayer & Blasdel 1993),
// less where they are nearer to borders.
#pragma once

#include "maps/pinwheels.h"
#include "maps/scalar_map.h"
#include "maps/torus_shift.h"

// The rank of every sample; missing where the index is.
ScalarMap *pinwheel_ranks_map(const ScalarMap *index);

// The mean rank of pinwheels that are shifted over the map; `count`, unless NULL, is the number of
// them that are not beside a missing sample. NAN where there is none.
double pinwheel_ranks_mean(const ScalarMap *ranks, const Pinwheels *pinwheels,
                           const TorusShift *shift, size_t *count);
