// SPDX-License-Identifier: GPL-3.0-or-later
// Places of a projection: where on the source sheet a target unit's field, its first weights and
// its arbor stand (docs/model.md).
//
// All are the unit's own place, each displaced by draws of its own, which belong to the projection
// or, the same for all projections into it, to the target sheet.
#pragma once

#include "model/projection.h"

typedef struct {
    double x, y; // exact, sheet units
} Place;

// A place and the source unit that contains it, or is nearest to it on an open sheet.
typedef struct {
    Place exact;
    long row, column;
} FieldPlace;

// Prepares the draws of a projection whose sheets and settings are known.
void projection_scatter_begin(Projection *projection, uint64_t seed);

FieldPlace projection_field_place(const Projection *projection, size_t unit);

// What the first weights of a unit are drawn about, given where its field is: the field itself
// stays.
Place projection_weights_place(const Projection *projection, const FieldPlace *field, size_t unit);

// Where a unit's arbor stands, wherever its field does; only where there is an arbor.
Place projection_arbor_place(const Projection *projection, size_t unit);
