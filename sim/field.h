// SPDX-License-Identifier: GPL-3.0-or-later
// FieldShape: which source units a connection field of a given radius covers, as a list of tiles.
//
// A field is the disc of units (di, dj) with di^2 + dj^2 <= (R + 0.5)^2 about the source unit that
// contains the target's place (docs/model.md). How that disc falls on tiles of 4 x 4 depends only
// on where in its tile the centre lies: 16 phases, each with one list of tiles shared by all
// fields, so no connection carries an index of its own.
#pragma once

#include "tiles.h"

enum { PHASES = LANES };

typedef struct {
    size_t tiles;    // in the list
    int32_t *offset; // [tiles] floats from the centre's tile, owned
    float *mask;     // [tiles * LANES] 1 on the disc, 0 beside it, owned
} FieldPhase;

typedef struct {
    long radius;              // R, source units
    size_t units;             // on the whole disc
    FieldPhase phase[PHASES]; // by (row % 4) * 4 + column % 4 of the centre
} FieldShape;

// R = max(1, floor(radius * density)) for a radius in sheet units.
long field_radius(double radius, double source_density);

// The tiles of a disc, about: what a field of radius R takes of memory is this times LANES floats.
double field_tiles_estimate(long radius);

void field_shape_init(FieldShape *shape, long radius, const TileGrid *source);
void field_shape_finish(FieldShape *shape);

static inline bool field_covers(const FieldShape *shape, long di, long dj) {
    long r = shape->radius; // (R + 1/2)^2 = R^2 + R + 1/4
    return di * di + dj * dj <= r * r + r;
}

// The phase of a field about the unit in row i, column j.
static inline size_t field_phase(long i, long j) {
    return (size_t)(i % TILE_SIDE * TILE_SIDE + j % TILE_SIDE);
}

// Where in a field's weights the source unit (di, dj) from its centre lies.
size_t field_place(const FieldShape *shape, size_t phase, const TileGrid *source, long di, long dj);
