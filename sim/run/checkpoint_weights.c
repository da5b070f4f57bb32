// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of one projection in a checkpoint.
#include "run/checkpoint_parts.h"

#include "base/memory.h"

// A projection's connections, moved in parts so that no second copy of all is needed.
typedef struct {
    Store *store;
    char *data, *indices, *scale, *has_negative, *fields; // names of arrays, owned
    size_t connections, done;                             // in all; moved so far
    float *weights;                                       // [PART_UNITS * field_units]
    int64_t *sources;                                     // the same
} WeightsMove;

enum { PART_UNITS = 256 };

static WeightsMove move_begin(Store *store, const Projection *projection) {
    size_t room = PART_UNITS * projection->field_units;
    return (WeightsMove){.store = store,
                         .data = format_text("/weights/%s/data", projection->name),
                         .indices = format_text("/weights/%s/indices", projection->name),
                         .scale = format_text("/weights/%s/scale", projection->name),
                         .has_negative = format_text("/weights/%s/has_negative", projection->name),
                         .fields = format_text("/weights/%s/fields", projection->name),
                         .connections = projection_connection_count(projection),
                         .weights = allocate(room, sizeof(float)),
                         .sources = allocate(room, sizeof(int64_t))};
}

static void move_end(WeightsMove *move) {
    release(move->data);
    release(move->indices);
    release(move->scale);
    release(move->has_negative);
    release(move->fields);
    release(move->weights);
    release(move->sources);
}

// Writes the connections of units first, first + 1, ... up to last - 1, and where they begin.
static bool write_part(WeightsMove *move, const Projection *projection, size_t first, size_t last,
                       bool indices, int64_t *begin, Error *error) {
    Connection *connections = allocate(projection->field_units, sizeof *connections);
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
    release(connections);
    StorePart part = {move->connections, move->done, count};
    move->done += count;
    return store_write_part(move->store, move->data, part, move->weights, error) &&
           (!indices || store_write_part(move->store, move->indices, part, move->sources, error));
}

// All connections, unit after unit: data, and where wanted indices and indptr of a CSR matrix. What
// counts is data times the scale of its row.
bool checkpoint_write_weights(Store *store, const Projection *projection, bool indices,
                              Error *error) {
    size_t units = projection->to->units;
    WeightsMove move = move_begin(store, projection);
    OWNED int64_t *begin = allocate(units + 1, sizeof *begin);
    int64_t fields = (int64_t)projection_fields(projection);
    bool ok = store_write_list(store, move.fields, 1, &fields, error);
    for (size_t first = 0; first < units && ok; first += PART_UNITS)
        ok = write_part(&move, projection, first,
                        first + PART_UNITS < units ? first + PART_UNITS : units, indices, begin,
                        error);
    int64_t has_negative = projection->has_negative;
    ok = ok && store_write_list(store, move.scale, units, projection->scale, error) &&
         store_write_list(store, move.has_negative, 1, &has_negative, error);
    if (indices) {
        int64_t shape[2] = {(int64_t)units, (int64_t)projection->from->units};
        char *where[2] = {format_text("/weights/%s/indptr", projection->name),
                          format_text("/weights/%s/shape", projection->name)};
        ok = ok && store_write_list(store, where[0], units + 1, begin, error) &&
             store_write_list(store, where[1], 2, shape, error);
        release(where[0]);
        release(where[1]);
    }
    move_end(&move);
    return ok;
}

bool checkpoint_read_weights(Store *store, Projection *projection, Error *error) {
    size_t units = projection->to->units;
    WeightsMove move = move_begin(store, projection);
    float *scale = allocate(units, sizeof *scale);
    int64_t has_negative = 0, fields = 0;
    bool ok = store_read(store, move.fields, 1, &fields, error);
    if (ok && (uint64_t)fields != projection_fields(projection))
        ok = fail(error,
                  "%s: the fields of projection %s lie elsewhere here: its radius and scatter must "
                  "be those of the saved run, and where it is scattered the seed",
                  store->path, projection->name);
    ok = ok && store_read(store, move.scale, units, scale, error) &&
         store_read(store, move.has_negative, 1, &has_negative, error);
    for (size_t first = 0; first < units && ok; first += PART_UNITS) {
        size_t n = first + PART_UNITS < units ? PART_UNITS : units - first,
               begin[PART_UNITS + 1] = {0};
        for (size_t k = 0; k < n; k++)
            begin[k + 1] = begin[k] + projection_connections_of(projection, first + k);
        StorePart part = {move.connections, move.done, begin[n]};
        ok = store_read_part(store, move.data, part, move.weights, error);
        if (!ok)
            break;
#pragma omp parallel for schedule(static)
        for (size_t k = 0; k < n; k++)
            projection_restore(projection, first + k, move.weights + begin[k], scale[first + k]);
        move.done += begin[n];
    }
    projection->has_negative = has_negative != 0; // it may have had some
    release(scale);
    move_end(&move);
    return ok;
}
