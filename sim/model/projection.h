// SPDX-License-Identifier: GPL-3.0-or-later
// Projection: one connection field for each unit of a target sheet, onto a source sheet.
//
// Invariant: a weight beside the field's disc, or beside an open source sheet, is exactly 0. What
// counts is weight times the unit's `scale`: so normalisation divides one number per unit, not all
// its weights. Projections in one normalisation group have the same scales, and their weights times
// scale sum, in absolute value, to 1 over the group at each unit. A shared projection has one field
// for all units. Files: projection_check.c (what settings ask for), projection_build.c (lay out,
// draw), projection_place.c (where fields lie), projection_arbor.c (arbors), projection_response.c
// (respond, learn, normalise), projection_connections.c (connections one by one).
#pragma once

#include "kinds/arbor.h"
#include "kernels/convolution.h"
#include "base/random.h"
#include "kinds/schedule.h"
#include "model/sheet.h"
#include "kinds/weights.h"

typedef struct {
    char *from, *to;
    double radius, strength;
    Variant strength_schedule;
    int64_t delay;
    double learning_rate;
    Variant learning_schedule;
    char *normalise;
    bool shared;
    double scatter, weights_scatter;
    int scatter_by;
    Variant weights, arbor;
} ProjectionSettings;

enum { SCATTER_BY_TARGET, SCATTER_BY_PROJECTION };

// What is displaced at random, each by draws of its own (projection_place.h).
typedef enum { SCATTER_FIELD, SCATTER_WEIGHTS, SCATTER_ARBOR, SCATTERS } Scatter;

extern const Kind
    *const projection_kinds[]; // the one kind of a projection: rows of ProjectionSettings

// The fields of one tile of targets. Tiles whose fields cover alike what is around them share one
// pattern of source tiles, counted from an origin of their own.
typedef struct {
    const FieldPattern *pattern; // borrowed from the projection
    size_t origin;               // the source tile that the pattern counts from
    size_t first;                // where its lines of weights begin
    const float *arbor;          // factor on growth, laid out as the weights, borrowed; NULL: none
} FieldBlock;

// Arbor factors that blocks share: those with the same pattern, whose arbors stand at the same
// places about their origins.
typedef struct {
    const FieldPattern *pattern; // borrowed from the projection
    ArborCentres centres;
    float *factor; // [16 pattern->tiles][16] owned
} BlockArbor;

typedef struct {
    char *name;                         // owned; of an eye's copy: item_eye
    const char *item;                   // borrowed; the name in the config
    int eye;                            // that it belongs to, or NO_EYE
    const ProjectionSettings *settings; // borrowed
    Sheet *from, *to;                   // borrowed
    const Kernels *kernels;
    long radius;                    // source units
    size_t field_units;             // on a whole disc
    float *scale;                   // [units] owned
    bool has_negative;              // may there be a weight below 0?
    double strength, learning_rate; // as last scheduled
    RandomStream scatter[SCATTERS];
    // Or a field for each unit.
    FieldBlock *block;       // [to->grid.side^2] owned
    FieldPattern **patterns; // [pattern_count] owned
    size_t pattern_count;
    float *weights; // [weight_count] owned
    size_t weight_count;
    BlockArbor *arbors; // [arbor_count] owned
    size_t arbor_count;
    // The field that all units share.
    Stencil stencil;
    bool aligned;     // do neighbouring targets see neighbouring source units?
    long row, column; // the source unit that the first target's field is centred on
} Projection;

// Refuses what does not fit together in the settings of one projection; `place` is their path.
bool projection_check(const ProjectionSettings *settings, const SheetSettings *from,
                      const char *place, Error *error);

// Bytes, about, of a projection that is made with the same.
double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to);

// Lays out the fields, whose weights are 0. eye NULL: of none.
void projection_init(Projection *projection, const char *item, const Eye *eye,
                     const ProjectionSettings *settings, Sheet *from, Sheet *to,
                     const Kernels *kernels, uint64_t seed);
// Draws the initial weights, not yet normalised; what is drawn at random is indexed by target unit.
bool projection_draw(Projection *projection, uint64_t seed, Error *error);
void projection_finish(Projection *projection);

// Gives the blocks, whose patterns are known, their arbors: a step of projection_init.
void projection_lay_arbors(Projection *projection);

// Weights are normalised themselves when their scale has become less than this.
static const float PROJECTION_LEAST_SCALE = 1.0f / 1024;

// Divides the fields of a tile of targets (bits of lanes), in a group of projections none of which
// is shared, by the sum of their weights' magnitudes, and sets their scale to 1. Returns the bits
// of those whose sum is no usable number.
unsigned projection_normalise(Projection *const *group, size_t n, size_t b, unsigned lanes);

// The same for a shared projection, all units at once: the whole field, or each as it is cropped.
bool projection_normalise_shared(Projection *projection, Error *error);

// The strength, by its schedule, in the presentation that comes after `presentation` others; its
// sign is that of the setting.
static inline double projection_strength(const Projection *projection, int64_t presentation) {
    return projection->settings->strength *
           schedule_factor(&projection->settings->strength_schedule, presentation);
}

// Sets strength and learning rate to those of a presentation; to be called before it responds or
// learns, as settings may have changed since the last.
static inline void projection_schedule(Projection *projection, int64_t presentation) {
    const ProjectionSettings *settings = projection->settings;
    projection->strength = projection_strength(projection, presentation);
    projection->learning_rate =
        settings->learning_rate * schedule_factor(&settings->learning_schedule, presentation);
}

// Does this projection change by learning?
static inline bool projection_is_plastic(const Projection *projection) {
    return projection->settings->learning_rate > 0 && !projection->settings->shared;
}

// Does it act while its sheet settles?
static inline bool projection_is_lateral(const Projection *projection) {
    return projection->from == projection->to && projection->settings->delay == 0;
}

// The activity that it takes from its source, now.
static inline const Activity *projection_source(const Projection *projection) {
    return &projection->from->shown[projection->settings->delay];
}

// The maximum of the tiles in a pattern; 0 for shared fields.
static inline size_t projection_most_tiles(const Projection *projection) {
    size_t most = 0;
    for (size_t k = 0; k < projection->pattern_count; k++)
        most = projection->patterns[k]->tiles > most ? projection->patterns[k]->tiles : most;
    return most;
}

// The block that a target unit belongs to, and its lane there; not for shared fields.
static inline const FieldBlock *projection_block(const Projection *projection, size_t unit) {
    size_t n = projection->to->geometry.n, i = unit / n, j = unit % n;
    return &projection->block[i / TILE_SIDE * projection->to->grid.side + j / TILE_SIDE];
}

static inline size_t projection_lane(const Projection *projection, size_t unit) {
    return lane_of((long)(unit / projection->to->geometry.n),
                   (long)(unit % projection->to->geometry.n));
}

// What was done, for `bench` (network.h).
typedef struct {
    uint64_t lines;  // of weights read
    uint64_t needed; // weights in them of targets whose response was asked for
} ResponseCount;

// What projection_respond is asked: response[16 r + c] = the weighted sum of source activity,
// without strength, at the given targets of the strip whose first unit is in row i, column j; what
// stands at others is not to be used. Of the targets in `stoppable` the sum may stop once, before
// it is scaled, it is not less than enough[]. False: all is 0.
typedef struct {
    const Activity *source;
    size_t i, j;
    StripTargets targets, stoppable;
    const float *enough; // [STRIP]; NULL if nothing is stoppable
    const SourceRoom *room;
} StripRequest;
bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count);

// The sources of block b that are active; all of them where nothing is to be skipped.
SourceList projection_sources(const Projection *projection, size_t b, const Activity *source,
                              const SourceRoom *room);

// Hebb's rule in block b, whose sources are listed, by the activity[16] of its targets: weights *
// scale += rate / field_units * activity * source * arbor. grown[16]: what the sums of weights *
// scale grow by is added to it.
void projection_grow(const Projection *projection, size_t b, const float activity[LANES],
                     const SourceList *list, double grown[LANES]);

// The unit in lane t of block b; false: there is none.
static inline bool projection_unit(const Projection *projection, size_t b, size_t t, size_t *unit) {
    return sheet_unit(projection->to, b, t, unit);
}

// One connection of a unit, for files, pictures and measures, which need no speed.
typedef struct {
    long row, column; // of the source unit
    float weight;     // times scale
} Connection;

// Where the weight of the source unit (di, dj) from the centre of a unit's field lies.
float *projection_weight(const Projection *projection, size_t unit, long di, long dj);

// The source unit that a target unit's field is centred on.
void projection_centre(const Projection *projection, size_t unit, long *row, long *column);

// Writes unit's connections onto the source sheet in order of rows and columns; returns how many.
// Room: field_units.
size_t projection_connections(const Projection *projection, size_t unit, Connection *connections);

// The weights of one unit without their scale, in the order of projection_connections: read,
// returning how many there are, and overwritten. Other units may be restored at the same time.
size_t projection_store(const Projection *projection, size_t unit, float *weights);
void projection_restore(Projection *projection, size_t unit, const float *weights, float scale);

// The fingerprint of which source units each field covers; not for shared fields.
uint64_t projection_fields(const Projection *projection);

// The number of connections of one unit, and in all; those of a shared projection are counted at
// every unit.
size_t projection_connections_of(const Projection *projection, size_t unit);
size_t projection_connection_count(const Projection *projection);
