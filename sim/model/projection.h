// SPDX-License-Identifier: GPL-3.0-or-later
// Projection: one connection field for each unit of a target sheet, onto a source sheet.
//
// Invariant: a weight outside the field, or outside an open source sheet, is exactly 0. A field is
// the part of a disc that its outline leaves, and of that, where it is sparse, a random part. The
// effective weight is weight times the unit's `scale`, so that normalisation divides one number per
// unit instead of all its weights. Projections in one normalisation group have the same scales; the
// norm of the effective weights is the same over the group at each unit. A shared projection has
// one field for all units. Files: projection_check.c (checks, memory), projection_build.c (lay out,
// draw), projection_radius.c (another radius), projection_place.c (places of fields),
// projection_arbor.c (arbors), projection_response.c (respond, grow), projection_compare.c (other
// responses than the dot product), projection_learning.c (any rule, limits),
// projection_normalise.c, projection_connections.c (connections one by one), projection_kept.c
// (weights of earlier).
#pragma once

#include "base/random.h"
#include "kernels/convolution.h"
#include "kinds/arbor.h"
#include "kinds/learning.h"
#include "kinds/response.h"
#include "kinds/schedule.h"
#include "kinds/weights.h"
#include "model/sheet.h"

typedef struct {
    char *from, *to;
    double radius;
    double least_radius, most_radius; // that `radius` has in a run (network_note_later), no rows
    bool learns;                      // does `learning_rate` rise above 0 in a run? The same
    Variant response;
    double strength;
    Variant strength_schedule;
    int effect;
    int64_t delay, step_delay;
    double learning_rate;
    Variant learning_schedule, learning;
    double least_weight, most_weight; // in units of 1 / field units; NaN: none
    char *normalise;
    int norm;
    double norm_value;
    bool shared;
    double scatter, weights_scatter;
    int scatter_by;
    Variant outline;
    double probability;
    Variant weights, arbor;
} ProjectionSettings;

// What the response does to the input of its target: it is added, it divides or it multiplies.
enum { EFFECT_ADD, EFFECT_DIVIDE, EFFECT_MULTIPLY };

enum { SCATTER_BY_TARGET, SCATTER_BY_PROJECTION };

// What normalisation sets to `norm_value`: the sum of the magnitudes of the weights, their length,
// their maximum, or their sum by subtraction.
enum { NORM_L1, NORM_L2, NORM_MAXIMUM, NORM_SUBTRACTIVE, NORM_NONE };

// Random displacements, each with draws of its own (projection_place.h).
typedef enum { SCATTER_FIELD, SCATTER_WEIGHTS, SCATTER_ARBOR, SCATTERS } Scatter;

extern const Kind
    *const projection_kinds[]; // the one kind of a projection: rows of ProjectionSettings

// The fields of one tile of targets. Tiles whose fields have the same layout share one pattern of
// source tiles, counted from an origin of their own.
typedef struct {
    const FieldPattern *pattern; // borrowed from the projection
    size_t origin;               // the source tile that the pattern counts from
    size_t first;                // index of its first weight
    const uint16_t *covered;     // [16 pattern->tiles] by line: bit t: target t has the connection;
                                 // borrowed from the pattern, or where fields are sparse from the
                                 // projection
    const float *arbor; // factor on growth, in the layout of the weights, borrowed, or NULL
} FieldBlock;

// Arbor factors of all blocks with the same pattern and the same arbor centres about their origins.
typedef struct {
    const FieldPattern *pattern; // borrowed from the projection
    ArborCentres centres;
    float *factor; // [16 pattern->tiles][16] owned
} BlockArbor;

// All weights of a projection as they were at some time, until it has other fields. What its rule
// remembers is not kept.
typedef struct {
    char *name;     // owned
    float *weights; // [connections] as projection_store gives them, unit after unit; owned
    float *scale;   // [units] owned
} KeptWeights;

typedef struct {
    char *name;                         // owned; of an eye's copy: item_eye
    const char *item;                   // borrowed; the name in the config
    int eye;                            // that it belongs to, or NO_EYE
    const ProjectionSettings *settings; // borrowed
    Sheet *from, *to;                   // borrowed
    const Kernels *kernels;
    long radius;            // source units
    unsigned char *outline; // [(2 radius + 1)^2] (FieldPattern); owned
    size_t field_units;     // of a whole field, before some of its connections are left out
    float *scale;           // [units] owned
    bool has_negative;      // may there be a weight below 0?
    bool sums_differ;       // may there be fields that do not sum to 1, other than by rounding?
    double strength, learning_rate; // as last scheduled
    RandomStream scatter[SCATTERS];
    RandomStream sparseness; // by target unit: draw k belongs to source unit k
    // Or a field for each unit.
    FieldBlock *block;       // [to->grid.side^2] owned
    FieldPattern **patterns; // [pattern_count] owned
    size_t pattern_count;
    uint16_t *sparse; // [weight_count / 16] which connections there are; NULL: all; owned
    float *weights;   // [weight_count] owned, by release_pages
    size_t weight_count;
    float *collected;  // [weight_count] growth that has not changed the weights yet; NULL: the rule
                       // collects none; owned, by release_pages
    double *memory;    // [units][remembers] what the rule remembers; owned
    KeptWeights *kept; // [kept_count] owned
    size_t kept_count;
    double *compared;   // [units] responses that projection_compare found; NULL: those of the dot
                        // product, which projection_respond finds; owned
    BlockArbor *arbors; // [arbor_count] owned
    size_t arbor_count;
    // The field that all units share.
    Stencil stencil;
    bool aligned;     // do neighbouring targets see neighbouring source units?
    long row, column; // the source unit that the first target's field is centred on
} Projection;

// Refuses an arbor with which a field could hardly learn; `place` is the path of the settings.
bool projection_check_arbor(const ProjectionSettings *settings, const SheetSettings *from,
                            const char *place, Error *error);

// Refuses a rule, norm or limits that contradict each other; `place` is as above.
bool projection_check_learning(const ProjectionSettings *settings, const char *place, Error *error);

// Refuses a projection of the same normalisation group with another norm.
bool projection_check_group(const ProjectionSettings *settings, const char *name,
                            const ProjectionSettings *other, const char *other_name, Error *error);

// An estimate of the bytes of such a projection.
double projection_memory(const ProjectionSettings *settings, const SheetSettings *from,
                         const SheetSettings *to);

// Lays out the fields with weights of 0. eye NULL: it belongs to no eye. False: its outline cannot
// be read. Call projection_finish either way.
bool projection_init(Projection *projection, const char *item, const Eye *eye,
                     const ProjectionSettings *settings, Sheet *from, Sheet *to,
                     const Kernels *kernels, uint64_t seed, Error *error);
// Draws the initial weights without normalising them; random draws are indexed by target unit.
bool projection_draw(Projection *projection, uint64_t seed, Error *error);
void projection_finish(Projection *projection);

// The least and the largest radius of the fields in a run, in source units.
typedef struct {
    long least, most;
} RadiusRange;
RadiusRange projection_radii(const ProjectionSettings *settings, double source_density);

// Steps of the above: lays out fields of this radius with weights of 0, for each unit; draws
// weights from a stream, `later` those of fields that become larger during a run; releases the
// fields.
bool projection_lay(Projection *projection, long radius, Error *error);
bool projection_draw_from(Projection *projection, RandomStream stream, bool later, Error *error);
void projection_release_fields(Projection *projection);

// Has the setting another radius than the fields have? Not for shared fields.
bool projection_radius_differs(const Projection *projection);

// Gives the fields the radius of the setting. Smaller fields lose their outer weights and are
// brought to the value of their norm, each by itself; larger ones get new outer weights and keep
// their norm. The scales must be 1. `together`: is it normalised together with others?
// `presentation` indexes the draws. False where the norm of a field is then not a usable number.
bool projection_change_radius(Projection *projection, bool together, uint64_t seed,
                              int64_t presentation, Error *error);

// Gives the blocks, whose patterns are known, their arbors: a step of projection_init.
void projection_lay_arbors(Projection *projection);

// Weights themselves are normalised when their scale falls below this.
static const float PROJECTION_LEAST_SCALE = 1.0f / 1024;

// Brings the fields of targets (bits of lanes) in tile b to the value of their norm and sets their
// scale to 1, in a group of n projections that are not shared; a subtractive norm also divides.
// Returns the bits of the targets whose norm is not a usable number.
unsigned projection_normalise(Projection *const *group, size_t n, size_t b, unsigned lanes);

// The norms of the fields of tile b in such a group, as they are stored.
void projection_norms(Projection *const *group, size_t n, size_t b, double norm[LANES]);

// Is a norm one that weights can be divided by?
bool projection_norm_is_usable(double norm);

// The same by subtraction, within the limits of the weights: no sum is refused. The scales must be
// 1.
void projection_subtract(Projection *const *group, size_t n, size_t b, unsigned lanes);

// The norm of a projection; that of `normalise = "none"` is NORM_NONE.
int projection_norm(const ProjectionSettings *settings);

// The same for a shared projection, all units at once: the whole field, or each as it is cropped.
bool projection_normalise_shared(Projection *projection, Error *error);

// The strength, by its schedule, in the presentation that comes after `presentation` others; its
// sign is that of the setting.
static inline double projection_strength(const Projection *projection, int64_t presentation) {
    return projection->settings->strength *
           schedule_factor(&projection->settings->strength_schedule, presentation);
}

static inline bool projection_is_plastic(const Projection *projection) {
    return projection->settings->learning_rate > 0 && !projection->settings->shared;
}

// N, by which rates are divided: the connections of a whole field, on average if it is sparse.
static inline double projection_n(const Projection *projection) {
    return (double)projection->field_units * projection->settings->probability;
}

// The numbers that the rule remembers, over all units.
static inline size_t projection_memory_count(const Projection *projection) {
    return projection->memory
               ? projection->to->units * learning_kind(&projection->settings->learning)->remembers
               : 0;
}

// The activity of its source, `delay` presentations ago.
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

// Work, for `bench` (network.h).
typedef struct {
    uint64_t lines;  // of weights read
    uint64_t needed; // weights in them of targets whose response was needed
} ResponseCount;

// The request to projection_respond: response[16 r + c] = the weighted sum of source activity,
// without strength, at the given targets of the strip whose first unit is in row i, column j. The
// response at other targets is undefined. For the targets in `stoppable` the sum, before scaling,
// may stop once it is at least enough[]. False: all responses are 0.
typedef struct {
    const Activity *source;
    size_t i, j;
    StripTargets targets, stoppable;
    const float *enough; // [STRIP]; NULL if nothing is stoppable
    const SourceRoom *room;
} StripRequest;
bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count);

// Finds the responses of all units of the target sheet, which projection_respond then hands out, if
// their kind is not the dot product. `room` is that of each thread of a team.
void projection_compare(Projection *projection, const SourceRoom *room, int team,
                        ResponseCount *count);

// The active sources of block b; all sources with kernels that do not skip.
SourceList projection_sources(const Projection *projection, size_t b, const Activity *source,
                              const SourceRoom *room);

// Hebb's rule in block b for the listed sources and the activity[16] of its targets: weights *
// scale
// += rate / field_units * activity * source * arbor. Adds the growth of the sums of weights * scale
// to grown[16].
void projection_grow(const Projection *projection, size_t b, const float activity[LANES],
                     const SourceList *list, double grown[LANES]);

// The growth of fields that sum to 1 under Hebb's rule gives their sums without adding them up:
// has the projection this rule alone, with no limits and no other norm?
bool projection_is_hebbian(const Projection *projection);

// The rule of the projection in block b, for targets of these activities that are inside (bits of
// lanes), whose scales are 1: what they remember, the growth of their weights, the limits. Returns
// the bits of the targets whose fields are then to be normalised. `learnt`: presentations so far.
unsigned projection_learn(Projection *projection, size_t b, const float activity[LANES],
                          unsigned inside, int64_t learnt, const SourceRoom *room,
                          ResponseCount *count);

// Brings the scales of these targets in block b to 1, with their weights.
void projection_unscale(Projection *projection, size_t b, unsigned lanes);

// Is the source in a line of a block on the source sheet, and not beyond its open edge?
bool projection_line_is_on_sheet(const Projection *projection, const FieldBlock *block,
                                 size_t line);

// Lists all sources of block b that lie on the source sheet, with their activity.
SourceList projection_all_sources(const Projection *projection, size_t b, const Activity *source,
                                  const SourceRoom *room);

// The range of the weight from the source in a line of block b to target t.
typedef struct {
    float least, most;
} WeightLimits;
WeightLimits projection_limits(const Projection *projection, const FieldBlock *block, size_t line,
                               size_t t);

// One connection of a unit, for files, pictures and measures, which need no speed.
typedef struct {
    long row, column; // of the source unit
    float weight;     // times scale
} Connection;

// May fields lack a part of the disc?
static inline bool projection_is_partial(const Projection *projection) {
    return projection->outline != NULL || projection->sparse != NULL;
}

// Has a unit's field the connection to the source unit (di, dj) from its centre, on the disc?
bool projection_has(const Projection *projection, size_t unit, long di, long dj);

// The weight of such a connection.
float *projection_weight(const Projection *projection, size_t unit, long di, long dj);

// The source unit that a target unit's field is centred on.
void projection_centre(const Projection *projection, size_t unit, long *row, long *column);

// Writes a unit's connections in order of source rows and columns; returns how many there are.
// Room: field_units.
size_t projection_connections(const Projection *projection, size_t unit, Connection *connections);

// Reads the weights of one unit without their scale, in the order of projection_connections, and
// returns how many there are; or overwrites them. The same of its collected growth. Threads may
// restore different units at once.
size_t projection_store(const Projection *projection, size_t unit, float *weights);
size_t projection_store_collected(const Projection *projection, size_t unit, float *growth);
void projection_restore_collected(Projection *projection, size_t unit, const float *growth);
void projection_restore(Projection *projection, size_t unit, const float *weights, float scale);

// A hash of the source units that each field covers.
uint64_t projection_fields(const Projection *projection);

// The number of connections of one unit, and of all units (also where they share a field).
size_t projection_connections_of(const Projection *projection, size_t unit);
size_t projection_connection_count(const Projection *projection);

// Keeps the weights under a name, in place of those kept under it before. Not for shared fields.
void projection_keep(Projection *projection, const char *name);

// Room for weights to be kept under a name, in place of those kept under it before.
KeptWeights *projection_keep_room(Projection *projection, const char *name);

// Gives the projection the weights kept under a name, which stay kept. A normalisation group has to
// get them together. False: there are none.
bool projection_recall(Projection *projection, const char *name);

// Forgets all that is kept.
void projection_forget(Projection *projection);
