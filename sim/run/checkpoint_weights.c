// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of one projection in a checkpoint.
#include "run/checkpoint_parts.h"

#include "base/memory.h"

#include <string.h>

// The arrays of a projection in the file.
enum {
    DATA,
    INDICES,
    STARTS,
    SHAPE,
    SCALE,
    HAS_NEGATIVE,
    SUMS_DIFFER,
    FIELDS,
    COLLECTED,
    MEMORY,
    RULE,
    RADIUS,
    ARRAYS
};
static const char *const array_names[ARRAYS] = {
    "data",        "indices", "indptr",    "shape",  "scale",         "has_negative",
    "sums_differ", "fields",  "collected", "memory", "learning_rule", "radius"};

// Connections are moved in parts: those of one row of tiles of targets, so that threads can each
// take tiles, whose weights lie together, and no second copy of all weights is needed.
typedef struct {
    size_t first, units; // target units
    size_t *begin;       // [units + 1] where each unit's connections begin in the part; owned
    StorePart place;     // of the part in the file
    float *weights;      // of the part; owned
    int64_t *sources;    // their source units; NULL where they are not written; owned
} WeightsPart;

typedef struct {
    Store *store;
    char *path[ARRAYS];       // in the file; owned
    bool collected;           // is it the collected growth, in place of the weights?
    size_t connections, done; // of the projection; in the parts up to this one
    WeightsPart part[2];      // one is gathered while the other is written
} WeightsMove;

static WeightsMove move_begin(Store *store, const Projection *projection, bool indices) {
    WeightsMove move = {.store = store, .connections = projection_connection_count(projection)};
    size_t most = TILE_SIDE * projection->to->geometry.n, room = most * projection->field_units;
    room = room < move.connections ? room : move.connections;
    for (size_t i = 0; i < ARRAYS; i++)
        move.path[i] = format_text("/weights/%s/%s", projection->name, array_names[i]);
    for (size_t i = 0; i < 2; i++)
        move.part[i] = (WeightsPart){.begin = allocate(most + 1, sizeof(size_t)),
                                     .weights = allocate(room, sizeof(float)),
                                     .sources = indices ? allocate(room, sizeof(int64_t)) : NULL};
    return move;
}

static void move_end(WeightsMove *move) {
    for (size_t i = 0; i < ARRAYS; i++)
        release(move->path[i]);
    for (size_t i = 0; i < 2; i++) {
        release(move->part[i].begin);
        release(move->part[i].weights);
        release(move->part[i].sources);
    }
}

// The part for a row of tiles; call it for one row after another.
static WeightsPart *next_part(WeightsMove *move, const Projection *projection, size_t row) {
    size_t n = projection->to->geometry.n, all = projection->to->units;
    WeightsPart *part = &move->part[row % 2];
    part->first = row * TILE_SIDE * n;
    part->units = part->first + TILE_SIDE * n < all ? TILE_SIDE * n : all - part->first;
    part->begin[0] = 0;
    for (size_t k = 0; k < part->units; k++)
        part->begin[k + 1] =
            part->begin[k] + projection_connections_of(projection, part->first + k);
    part->place = (StorePart){move->connections, move->done, part->begin[part->units]};
    move->done += part->place.count;
    return part;
}

// Gathers the connections of one tile of the part.
static void gather_tile(const Projection *projection, size_t b, const WeightsPart *part,
                        bool collected) {
    OWNED Connection *connections =
        part->sources ? allocate(projection->field_units, sizeof *connections) : NULL;
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        size_t first = part->begin[unit - part->first];
        size_t n = (collected ? projection_store_collected
                              : projection_store)(projection, unit, part->weights + first);
        if (connections == NULL)
            continue;
        projection_connections(projection, unit, connections);
        for (size_t k = 0; k < n; k++)
            part->sources[first + k] =
                connections[k].row * (long)projection->from->geometry.n + connections[k].column;
    }
}

static bool write_part(WeightsMove *move, const WeightsPart *part, Error *error) {
    return store_write_part(move->store, move->path[move->collected ? COLLECTED : DATA],
                            part->place, part->weights, error) &&
           (part->sources == NULL ||
            store_write_part(move->store, move->path[INDICES], part->place, part->sources, error));
}

// Writes all parts, and where each unit's connections begin. The thread that called writes one part
// while the others gather the next.
static bool write_parts(WeightsMove *move, const Projection *projection, int64_t *begin,
                        Error *error) {
    size_t side = projection->to->grid.side;
    WeightsPart *ready = NULL;
    bool ok = true;
    for (size_t row = 0; row < side && ok; row++) {
        WeightsPart *part = next_part(move, projection, row);
        for (size_t k = 0; k < part->units; k++)
            begin[part->first + k + 1] = (int64_t)(part->place.first + part->begin[k + 1]);
#pragma omp parallel
        {
#pragma omp master
            ok = ready == NULL || write_part(move, ready, error);
#pragma omp for schedule(dynamic)
            for (size_t b = row * side; b < (row + 1) * side; b++)
                gather_tile(projection, b, part, move->collected);
        }
        ready = part;
    }
    return ok && write_part(move, ready, error);
}

// Writes what the rule keeps, where it keeps anything, under its name.
static bool write_rule(const WeightsMove *weights, const Projection *projection, Error *error) {
    size_t count = projection_memory_count(projection);
    if (count == 0 && projection->collected == NULL)
        return true;
    bool ok = store_write_text(weights->store, weights->path[RULE],
                               projection->settings->learning.kind->name, error) &&
              (count == 0 || store_write_list(weights->store, weights->path[MEMORY], count,
                                              projection->memory, error));
    if (!ok || projection->collected == NULL)
        return ok;
    OWNED_BY(move_end) WeightsMove move = move_begin(weights->store, projection, false);
    OWNED int64_t *begin = allocate(projection->to->units + 1, sizeof *begin);
    move.collected = true;
    return write_parts(&move, projection, begin, error);
}

// Writes all connections, unit after unit, as the data of a CSR matrix, with `indices` also its
// indices and indptr. A weight is a value of data times the scale of its row.
bool checkpoint_write_weights(Store *store, const Projection *projection, bool indices,
                              Error *error) {
    size_t units = projection->to->units;
    OWNED_BY(move_end) WeightsMove move = move_begin(store, projection, indices);
    OWNED int64_t *begin = allocate(units + 1, sizeof *begin);
    int64_t fields = (int64_t)projection_fields(projection),
            has_negative = projection->has_negative, radius = projection->radius,
            sums_differ =
                projection->sums_differ || projection_norm(projection->settings) == NORM_NONE,
            shape[2] = {(int64_t)units, (int64_t)projection->from->units};
    return store_write_list(store, move.path[FIELDS], 1, &fields, error) &&
           store_write_list(store, move.path[RADIUS], 1, &radius, error) &&
           write_parts(&move, projection, begin, error) &&
           store_write_list(store, move.path[SCALE], units, projection->scale, error) &&
           store_write_list(store, move.path[HAS_NEGATIVE], 1, &has_negative, error) &&
           (sums_differ == 0 ||
            store_write_list(store, move.path[SUMS_DIFFER], 1, &sums_differ, error)) &&
           write_rule(&move, projection, error) &&
           (!indices || (store_write_list(store, move.path[STARTS], units + 1, begin, error) &&
                         store_write_list(store, move.path[SHAPE], 2, shape, error)));
}

// `scale` NULL: the part is collected growth.
static void restore_tile(Projection *projection, size_t b, const WeightsPart *part,
                         const float *scale) {
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!sheet_unit(projection->to, b, t, &unit))
            continue;
        const float *values = part->weights + part->begin[unit - part->first];
        if (scale)
            projection_restore(projection, unit, values, scale[unit]);
        else
            projection_restore_collected(projection, unit, values);
    }
}

static bool read_parts(WeightsMove *move, Projection *projection, const float *scale,
                       Error *error) {
    size_t side = projection->to->grid.side;
    const char *path = move->path[move->collected ? COLLECTED : DATA];
    for (size_t row = 0; row < side; row++) {
        WeightsPart *part = next_part(move, projection, row);
        if (!store_read_part(move->store, path, part->place, part->weights, error) ||
            !checkpoint_check_finite(move->store, path, STORE_FLOATS, part->weights,
                                     part->place.count, error))
            return false;
#pragma omp parallel for schedule(dynamic)
        for (size_t b = row * side; b < (row + 1) * side; b++)
            restore_tile(projection, b, part, scale);
    }
    return true;
}

// Reads what the rule keeps. Where the state was made under another rule, it begins anew.
static bool read_rule(const WeightsMove *weights, Projection *projection, Error *error) {
    Store *store = weights->store;
    size_t count = projection_memory_count(projection);
    if (!store_has(store, weights->path[RULE]))
        return true;
    OWNED char *rule = store_read_text(store, weights->path[RULE], error);
    if (rule == NULL || strcmp(rule, projection->settings->learning.kind->name) != 0)
        return rule != NULL;
    if (count > 0 && (!store_read(store, weights->path[MEMORY], count, projection->memory, error) ||
                      !checkpoint_check_finite(store, weights->path[MEMORY], STORE_DOUBLES,
                                               projection->memory, count, error)))
        return false;
    if (projection->collected == NULL)
        return true;
    OWNED_BY(move_end) WeightsMove move = move_begin(store, projection, false);
    move.collected = true;
    return read_parts(&move, projection, NULL, error);
}

// Gives the fields the radius that they were saved with, where it may occur in this run.
static bool read_radius(Store *store, Projection *projection, Error *error) {
    RadiusRange radii = projection_radii(projection->settings, projection->from->geometry.density);
    int64_t radius = projection->radius;
    OWNED char *path = format_text("/weights/%s/%s", projection->name, array_names[RADIUS]);
    if (store_has(store, path) && !store_read(store, path, 1, &radius, error))
        return false;
    if (radius != projection->radius && radius >= radii.least && radius <= radii.most) {
        projection_release_fields(projection);
        return projection_lay(projection, (long)radius, error);
    }
    return true;
}

bool checkpoint_read_weights(Store *store, Projection *projection, Error *error) {
    if (!read_radius(store, projection, error))
        return false;
    size_t units = projection->to->units;
    OWNED_BY(move_end) WeightsMove move = move_begin(store, projection, false);
    OWNED float *scale = allocate(units, sizeof *scale);
    int64_t has_negative = 0, sums_differ = 0, fields = 0;
    if (!store_read(store, move.path[FIELDS], 1, &fields, error))
        return false;
    if ((uint64_t)fields != projection_fields(projection))
        return fail(error,
                    "%s: the fields of projection %s lie elsewhere here: its radius and scatter "
                    "must be those of the saved run, and where it is scattered the seed",
                    store->path, projection->name);
    if (!store_read(store, move.path[SCALE], units, scale, error) ||
        !checkpoint_check_finite(store, move.path[SCALE], STORE_FLOATS, scale, units, error) ||
        !store_read(store, move.path[HAS_NEGATIVE], 1, &has_negative, error) ||
        (store_has(store, move.path[SUMS_DIFFER]) &&
         !store_read(store, move.path[SUMS_DIFFER], 1, &sums_differ, error)) ||
        !read_parts(&move, projection, scale, error) || !read_rule(&move, projection, error))
        return false;
    projection->sums_differ = sums_differ != 0;
    projection->has_negative = has_negative != 0; // once true, it stays true
    return true;
}
