// SPDX-License-Identifier: GPL-3.0-or-later
// Places of a projection: the centres on the source sheet of a target unit's field, of its initial
// weights and of its arbor (docs/model.md).
//
// Each is the unit's own place, displaced by its own random draws. The draws belong to the
// projection, or to the target sheet: then all projections to the sheet have the same.
#pragma once

#include "model/projection.h"

typedef struct {
    double x, y; // exact, sheet units
} Place;

// A place and the source unit that contains it; beside an open sheet, the nearest unit.
typedef struct {
    Place exact;
    long row, column;
} FieldPlace;

// Prepares the draws; the projection's sheets and settings must be set.
void projection_scatter_begin(Projection *projection, uint64_t seed);

FieldPlace projection_field_place(const Projection *projection, size_t unit);

// Do fields reach over the edge of the source sheet? Those that cover all of it do not count.
bool projection_is_cropped(const Projection *projection);

// The outline of fields of this radius (FieldPattern), owned by the caller. NULL: the whole disc,
// or an error.
unsigned char *projection_outline(const ProjectionSettings *settings, long radius,
                                  double source_density, Error *error);

// The centre of a unit's initial weights, given the place of its field.
Place projection_weights_place(const Projection *projection, const FieldPlace *field, size_t unit);

// The centre of a unit's arbor, which does not depend on its field; only if there is an arbor.
Place projection_arbor_place(const Projection *projection, size_t unit);
