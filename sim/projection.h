// SPDX-License-Identifier: GPL-3.0-or-later
// Projection: one connection field for each unit of a target sheet, onto a source sheet.
//
// Invariant: a weight beside the field's disc, or beside an open source sheet, is exactly 0. A
// shared projection has one field per phase (field.h) instead of one per unit. Weights of
// projections in one normalisation group sum, in absolute value, to 1 over the group at each unit.
#pragma once

#include "field.h"
#include "sheet.h"
#include "weights.h"

typedef struct {
    char *from, *to;
    double radius, strength;
    int64_t delay;
    double learning_rate;
    char *normalise;
    bool shared;
    double scatter;
    Variant weights;
} ProjectionSettings;

extern const Kind
    *const projection_kinds[]; // the one kind of a projection: rows of ProjectionSettings

typedef struct {
    const char *name;                   // borrowed
    const ProjectionSettings *settings; // borrowed
    Sheet *from, *to;                   // borrowed
    const Kernels *kernels;
    FieldShape shape;
    size_t *first;        // [units + 1] where a unit's weights begin; shared: [PHASES + 1]
    float *weights;       // owned
    uint32_t *centre;     // [units] float in the source's tiles at which the centre's tile begins
    unsigned char *phase; // [units] of the centre
} Projection;

// Allocates and draws the fields, not yet normalised; what is drawn at random is indexed by target
// unit.
bool projection_init(Projection *projection, const char *name, const ProjectionSettings *settings,
                     Sheet *from, Sheet *to, const Kernels *kernels, uint64_t seed, Error *error);
void projection_finish(Projection *projection);

static inline const FieldPhase *projection_field(const Projection *projection, size_t unit) {
    return &projection->shape.phase[projection->phase[unit]];
}

static inline float *projection_weights(const Projection *projection, size_t unit) {
    return projection->weights +
           projection->first[projection->settings->shared ? projection->phase[unit] : unit];
}

// The weighted sum of source activity at one target unit, without strength.
static inline float projection_response(const Projection *projection, size_t unit) {
    const FieldPhase *field = projection_field(projection, unit);
    return projection->kernels->dot(
        field->tiles, projection_weights(projection, unit), field->offset,
        projection->from->tiles[projection->settings->delay] + projection->centre[unit]);
}

// Does this projection change by learning?
static inline bool projection_is_plastic(const Projection *projection) {
    return projection->settings->learning_rate > 0 && !projection->settings->shared;
}

// One connection of a unit, for files, pictures and measures, which need no speed.
typedef struct {
    long row, column; // of the source unit
    float weight;
} Connection;

// The source unit that a target unit's field is centred on.
void projection_centre(const Projection *projection, size_t unit, long *row, long *column);

// Writes unit's connections onto the source sheet in order of rows and columns; returns how many.
// Room: shape.units.
size_t projection_connections(const Projection *projection, size_t unit, Connection *connections);

// Overwrites the weights of one unit in the order of projection_connections.
void projection_restore(Projection *projection, size_t unit, const float *weights);

// The number of connections in all; those of a shared projection are counted at every unit.
size_t projection_connection_count(const Projection *projection);

double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to);
