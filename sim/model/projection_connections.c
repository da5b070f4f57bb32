// SPDX-License-Identifier: GPL-3.0-or-later
// Connections one by one, for files, pictures and measures.
#include "model/projection.h"

#include "base/hash.h"

bool projection_has(const Projection *projection, size_t unit, long di, long dj) {
    if (!field_has(projection->outline, projection->radius, di, dj))
        return false;
    if (projection->sparse == NULL)
        return true;
    size_t lane = projection_lane(projection, unit);
    const FieldBlock *block = projection_block(projection, unit);
    FieldRow row = field_row(block->pattern, lane, di);
    return block->covered[field_line(&row, dj)] >> lane & 1;
}

float *projection_weight(const Projection *projection, size_t unit, long di, long dj) {
    if (projection->settings->shared)
        return convolution_weight(&projection->stencil, di, dj);
    const FieldBlock *block = projection_block(projection, unit);
    size_t lane = projection_lane(projection, unit);
    FieldRow row = field_row(block->pattern, lane, di);
    return projection->weights + block->first + field_line(&row, dj) * LANES + lane;
}

// The columns of one row of a field that lie on the source sheet, as distances from its centre;
// last < first: none.
typedef struct {
    long first, last;
} Columns;

static inline Columns columns_on_sheet(const TileGrid *grid, long column, long reach) {
    long n = (long)grid->n, left = -column, right = n - 1 - column;
    if (grid->periodic)
        return (Columns){-reach, reach};
    return (Columns){left > -reach ? left : -reach, right < reach ? right : reach};
}

// Is there such a row of source units?
static inline bool has_row(const TileGrid *grid, long i) {
    return grid->periodic || (i >= 0 && i < (long)grid->n);
}

// Goes over a unit's connections in order and returns how many there are. Writes `connections` and
// `stored`, and the unit's weights from `restored`, where these are not NULL; `weights` are those
// of the projection or its collected growth. Compiled for each use.
static inline __attribute__((always_inline)) size_t
go_over_connections(const Projection *projection, float *weights, size_t unit,
                    Connection *connections, float *stored, const float *restored) {
    const TileGrid *grid = &projection->from->grid;
    bool shared = projection->settings->shared, partial = projection_is_partial(projection);
    const FieldBlock *block = shared ? NULL : projection_block(projection, unit);
    size_t lane = shared ? 0 : projection_lane(projection, unit), k = 0;
    float scale = projection->scale[unit];
    long r = projection->radius, n = (long)grid->n, row, column;
    projection_centre(projection, unit, &row, &column);
    for (long di = -r, reach = 0; di <= r; di++) {
        reach = field_reach(r, di, reach);
        if (!has_row(grid, row + di))
            continue;
        FieldRow line = shared ? (FieldRow){0} : field_row(block->pattern, lane, di);
        float *first = shared ? convolution_weight(&projection->stencil, di, 0)
                              : weights + block->first + lane;
        Columns columns = columns_on_sheet(grid, column, reach);
        for (long dj = columns.first; dj <= columns.last; dj++) {
            if (partial && !projection_has(projection, unit, di, dj))
                continue;
            float *weight = shared ? first + dj : first + field_line(&line, dj) * LANES;
            if (connections)
                connections[k] = (Connection){geometry_wrapped(row + di, n),
                                              geometry_wrapped(column + dj, n), *weight * scale};
            if (stored)
                stored[k] = *weight;
            if (restored)
                *weight = restored[k];
            k++;
        }
    }
    return k;
}

size_t projection_connections(const Projection *projection, size_t unit, Connection *connections) {
    return go_over_connections(projection, projection->weights, unit, connections, NULL, NULL);
}

size_t projection_store(const Projection *projection, size_t unit, float *weights) {
    return go_over_connections(projection, projection->weights, unit, NULL, weights, NULL);
}

size_t projection_store_collected(const Projection *projection, size_t unit, float *growth) {
    return go_over_connections(projection, projection->collected, unit, NULL, growth, NULL);
}

void projection_restore_collected(Projection *projection, size_t unit, const float *growth) {
    go_over_connections(projection, projection->collected, unit, NULL, NULL, growth);
}

void projection_restore(Projection *projection, size_t unit, const float *weights, float scale) {
    size_t n = go_over_connections(projection, projection->weights, unit, NULL, NULL, weights);
    bool has_negative = false;
    for (size_t k = 0; k < n; k++)
        has_negative = has_negative || weights[k] < 0;
    if (has_negative) {
#pragma omp atomic write
        projection->has_negative = true;
    }
    projection->scale[unit] = scale;
}

uint64_t projection_fields(const Projection *projection) {
    const Geometry *from = &projection->from->geometry;
    uint64_t hash = hash_bytes(HASH_START, &projection->radius, sizeof projection->radius);
    hash = hash_bytes(hash, &from->n, sizeof from->n);
    hash = hash_bytes(hash, &from->periodic, sizeof from->periodic);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        long centre[2];
        projection_centre(projection, unit, &centre[0], &centre[1]);
        hash = hash_bytes(hash, centre, sizeof centre);
    }
    size_t side = (size_t)(2 * projection->radius + 1);
    if (projection->outline)
        hash = hash_bytes(hash, projection->outline, side * side);
    if (projection->sparse)
        hash = hash_bytes(hash, projection->sparse,
                          projection->weight_count / LANES * sizeof *projection->sparse);
    return hash;
}

size_t projection_connections_of(const Projection *projection, size_t unit) {
    long n = (long)projection->from->grid.n, r = projection->radius, row, column;
    projection_centre(projection, unit, &row, &column);
    bool whole = row >= r && row + r < n && column >= r && column + r < n;
    if (projection->sparse == NULL && (projection->from->grid.periodic || whole))
        return projection->field_units;
    if (projection_is_partial(projection))
        return go_over_connections(projection, projection->weights, unit, NULL, NULL, NULL);
    size_t count = 0;
    for (long di = -r, reach = 0; di <= r; di++) {
        reach = field_reach(r, di, reach);
        Columns columns = columns_on_sheet(&projection->from->grid, column, reach);
        if (has_row(&projection->from->grid, row + di) && columns.last >= columns.first)
            count += (size_t)(columns.last - columns.first + 1);
    }
    return count;
}

size_t projection_connection_count(const Projection *projection) {
    size_t count = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++)
        count += projection_connections_of(projection, unit);
    return count;
}
