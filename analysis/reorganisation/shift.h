// SPDX-License-Identifier: GPL-3.0-or-later
// Shift: how the receptive fields of the projection zone moved, relative to each other and to their
// units' preferred orientations, over the units of the zone that respond (reorganisation.h).
#pragma once

#include "reorganisation/reorganisation.h"

typedef struct {
    double nearer; // share of pairs whose centres lie nearer to each other than in the reference
    double spread; // mean distance of pairs, as a share of the same pairs' in the reference
    double neighbours; // the same for pairs less than half the scotoma's radius apart in the
                       // reference
    // Mean of cos 2 (direction of the shift - preferred orientation), weighted by the shift's
    // length: 1 for shifts along the preferred orientation, -1 for shifts across it, 0 for
    // unrelated ones.
    double along_preference;
} Shift;

// NAN for numbers without pairs, or without shifts of units with a preference. `z`, orientation
// z[2][units] of the reference, may be NULL.
void shift_of(const Comparison *comparison, const double *z, Shift *shift);

enum { SHIFT_ROWS = 4 };
void shift_rows(const Shift *shift, Statistic rows[SHIFT_ROWS]);
