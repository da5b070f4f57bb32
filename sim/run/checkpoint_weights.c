// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of one projection in a checkpoint.
#include "run/checkpoint_parts.h"

#include "base/memory.h"

// The arrays of a projection in the file.
enum { DATA, INDICES, STARTS, SHAPE, SCALE, HAS_NEGATIVE, FIELDS, ARRAYS };
static const char *const array_names[ARRAYS] = {"data",  "indices",      "indptr", "shape",
                                                "scale", "has_negative", "fields"};

enum { PART_UNITS = 256 };

// Connections are moved in parts of PART_UNITS units, so that no second copy of all is needed.
typedef struct {
    Store *store;
    char *path[ARRAYS];       // in the file; owned
    size_t connections, done; // of the projection; moved so far
    float *weights;           // [PART_UNITS * field_units] owned
    int64_t *sources;         // the same
} WeightsMove;

static WeightsMove move_begin(Store *store, const Projection *projection) {
    size_t room = PART_UNITS * projection->field_units;
    WeightsMove move = {.store = store,
                        .connections = projection_connection_count(projection),
                        .weights = allocate(room, sizeof(float)),
                        .sources = allocate(room, sizeof(int64_t))};
    for (size_t i = 0; i < ARRAYS; i++)
        move.path[i] = format_text("/weights/%s/%s", projection->name, array_names[i]);
    return move;
}

static void move_end(WeightsMove *move) {
    for (size_t i = 0; i < ARRAYS; i++)
        release(move->path[i]);
    release(move->weights);
    release(move->sources);
}

// Writes the connections of units first, first + 1, ... up to last - 1, and where they begin.
static bool write_part(WeightsMove *move, const Projection *projection, size_t first, size_t last,
                       bool indices, int64_t *begin, Error *error) {
    OWNED Connection *connections = allocate(projection->field_units, sizeof *connections);
    size_t count = 0;
    for (size_t unit = first; unit < last; unit++) {
        size_t n = projection_store(projection, unit, move->weights + count);
        if (indices)
            projection_connections(projection, unit, connections);
        for (size_t k = 0; indices && k < n; k++)
            move->sources[count + k] =
                connections[k].row * (long)projection->from->geometry.n + connections[k].column;
        count += n;
        begin[unit + 1] = (int64_t)(move->done + count);
    }
    StorePart part = {move->connections, move->done, count};
    move->done += count;
    return store_write_part(move->store, move->path[DATA], part, move->weights, error) &&
           (!indices ||
            store_write_part(move->store, move->path[INDICES], part, move->sources, error));
}

// Writes all connections, unit after unit, as the data of a CSR matrix, with `indices` also its
// indices and indptr. A weight is a value of data times the scale of its row.
bool checkpoint_write_weights(Store *store, const Projection *projection, bool indices,
                              Error *error) {
    size_t units = projection->to->units;
    OWNED_BY(move_end) WeightsMove move = move_begin(store, projection);
    OWNED int64_t *begin = allocate(units + 1, sizeof *begin);
    int64_t fields = (int64_t)projection_fields(projection),
            has_negative = projection->has_negative,
            shape[2] = {(int64_t)units, (int64_t)projection->from->units};
    bool ok = store_write_list(store, move.path[FIELDS], 1, &fields, error);
    for (size_t first = 0; first < units && ok; first += PART_UNITS)
        ok = write_part(&move, projection, first,
                        first + PART_UNITS < units ? first + PART_UNITS : units, indices, begin,
                        error);
    return ok && store_write_list(store, move.path[SCALE], units, projection->scale, error) &&
           store_write_list(store, move.path[HAS_NEGATIVE], 1, &has_negative, error) &&
           (!indices || (store_write_list(store, move.path[STARTS], units + 1, begin, error) &&
                         store_write_list(store, move.path[SHAPE], 2, shape, error)));
}

bool checkpoint_read_weights(Store *store, Projection *projection, Error *error) {
    size_t units = projection->to->units;
    OWNED_BY(move_end) WeightsMove move = move_begin(store, projection);
    OWNED float *scale = allocate(units, sizeof *scale);
    int64_t has_negative = 0, fields = 0;
    if (!store_read(store, move.path[FIELDS], 1, &fields, error))
        return false;
    if ((uint64_t)fields != projection_fields(projection))
        return fail(error,
                    "%s: the fields of projection %s lie elsewhere here: its radius and scatter "
                    "must be those of the saved run, and where it is scattered the seed",
                    store->path, projection->name);
    if (!store_read(store, move.path[SCALE], units, scale, error) ||
        !checkpoint_check_finite(store, move.path[SCALE], STORE_FLOATS, scale, units, error) ||
        !store_read(store, move.path[HAS_NEGATIVE], 1, &has_negative, error))
        return false;
    for (size_t first = 0; first < units; first += PART_UNITS) {
        size_t n = first + PART_UNITS < units ? PART_UNITS : units - first,
               begin[PART_UNITS + 1] = {0};
        for (size_t k = 0; k < n; k++)
            begin[k + 1] = begin[k] + projection_connections_of(projection, first + k);
        StorePart part = {move.connections, move.done, begin[n]};
        if (!store_read_part(store, move.path[DATA], part, move.weights, error) ||
            !checkpoint_check_finite(store, move.path[DATA], STORE_FLOATS, move.weights, begin[n],
                                     error))
            return false;
#pragma omp parallel for schedule(static)
        for (size_t k = 0; k < n; k++)
            projection_restore(projection, first + k, move.weights + begin[k], scale[first + k]);
        move.done += begin[n];
    }
    projection->has_negative = has_negative != 0; // once true, it stays true
    return true;
}
