// SPDX-License-Identifier: GPL-3.0-or-later
// Projection: one connection field for each unit of a target sheet, onto a source sheet.
//
// Invariant: a weight beside the field's disc, or beside an open source sheet, is exactly 0. What
// counts is weight times the unit's `scale`: so normalisation divides one number per unit, not all
// its weights. Projections in one normalisation group have the same scales, and their weights times
// scale sum, in absolute value, to 1 over the group at each unit. A shared projection has one field
// for all units. Files: projection.c (build), projection_response.c (respond, learn, normalise),
// projection_connections.c (connections one by one).
#pragma once

#include "convolution.h"
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

// The fields of one tile of targets.
typedef struct {
    const FieldPattern *pattern; // borrowed from the projection; NULL: there is no target
    size_t origin;               // the source tile that the pattern counts from
    size_t first;                // where the weights of lane 0 begin; a lane has 16 for each tile
} FieldBlock;

typedef struct {
    const char *name;                   // borrowed
    const ProjectionSettings *settings; // borrowed
    Sheet *from, *to;                   // borrowed
    const Kernels *kernels;
    long radius;        // source units
    size_t field_units; // on a whole disc
    float *scale;       // [units] owned
    bool has_negative;  // is there a weight below 0?
    // Fields of the units' own.
    FieldBlock *block;     // [to->grid.side^2] owned
    FieldPattern **patterns; // [pattern_count] owned
    size_t pattern_count;
    float *weights; // [weight_count] owned
    size_t weight_count;
    // The field of all.
    Stencil stencil;
    bool aligned;     // targets lie on the source's grid, one unit apart, ...
    long row, column; // ... the first of them on this unit
} Projection;

// Allocates and draws the fields, not yet normalised; what is drawn at random is indexed by target
// unit.
bool projection_init(Projection *projection, const char *name, const ProjectionSettings *settings,
                     Sheet *from, Sheet *to, const Kernels *kernels, uint64_t seed, Error *error);
void projection_finish(Projection *projection);

// Divides a unit's fields in a group of projections, none of them shared, by the sum of their
// weights' magnitudes, and sets their scale to 1. False when the sum is no usable number.
bool projection_normalise(Projection *const *group, size_t n, size_t unit);

// The same for a shared projection, all units at once: the whole field, or each as it is cropped.
bool projection_normalise_shared(Projection *projection, Error *error);

// Does this projection change by learning?
static inline bool projection_is_plastic(const Projection *projection) {
    return projection->settings->learning_rate > 0 && !projection->settings->shared;
}

// The activity that it takes from its source, now.
static inline const Activity *projection_source(const Projection *projection) {
    return &projection->from->shown[projection->settings->delay];
}

// The block that a target unit belongs to, its lane there, and its weights; not for shared fields.
static inline const FieldBlock *projection_block(const Projection *projection, size_t unit) {
    size_t n = projection->to->geometry.n, i = unit / n, j = unit % n;
    return &projection->block[i / TILE_SIDE * projection->to->grid.side + j / TILE_SIDE];
}

static inline size_t projection_lane(const Projection *projection, size_t unit) {
    return lane_of((long)(unit / projection->to->geometry.n),
                   (long)(unit % projection->to->geometry.n));
}

static inline float *projection_weights(const Projection *projection, size_t unit) {
    const FieldBlock *block = projection_block(projection, unit);
    return projection->weights + block->first +
           projection_lane(projection, unit) * block->pattern->tiles * LANES;
}

// What was done, for `bench` (network.h).
typedef struct {
    uint64_t responses; // sums over fields
    uint64_t tiles;     // of weights read for them
} ResponseCount;

// response[16 r + c] = the weighted sum of source activity, without strength, at the given targets
// of the strip whose first unit is in row i, column j; what stands at others is not to be used. Of
// the targets in `stoppable` the sum may stop once, before it is scaled, it is not less than
// enough[]. `places` has room for one pattern's tiles. False: all is 0.
typedef struct {
    const Activity *source;
    size_t i, j;
    StripTargets targets, stoppable;
    const float *enough; // [STRIP]; NULL if nothing is stoppable
    uint16_t *places;
} StripRequest;
bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count);

// The largest source activity that the fields of block b see: no response is larger in magnitude
// where weights sum to 1.
float projection_ceiling(const Projection *projection, const Activity *source, size_t b);

// The tiles of block b that hold activity; all of them where nothing is to be skipped.
TileList projection_tiles(const Projection *projection, const FieldBlock *block,
                          const Activity *source, uint16_t *places);

// Hebb's rule at one unit, whose block's tiles are listed: weights * scale += rate / field_units *
// activity * source. Returns what the sum of weights * scale grew by.
float projection_grow(const Projection *projection, size_t unit, float activity,
                      const TileList *list);

// One connection of a unit, for files, pictures and measures, which need no speed.
typedef struct {
    long row, column; // of the source unit
    float weight;     // times scale
} Connection;

// The source unit that a target unit's field is centred on.
void projection_centre(const Projection *projection, size_t unit, long *row, long *column);

// Writes unit's connections onto the source sheet in order of rows and columns; returns how many.
// Room: field_units.
size_t projection_connections(const Projection *projection, size_t unit, Connection *connections);

// The weights of one unit without their scale, in the order of projection_connections: read, and
// overwritten. Both return how many there are.
size_t projection_store(const Projection *projection, size_t unit, float *weights);
size_t projection_restore(Projection *projection, size_t unit, const float *weights, float scale);

// The number of connections in all; those of a shared projection are counted at every unit.
size_t projection_connection_count(const Projection *projection);

double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to);
