// SPDX-License-Identifier: GPL-3.0-or-later
// Connections one by one, for files, pictures and measures.
#include "model/projection.h"

#include "base/hash.h"

float *projection_weight(const Projection *projection, size_t unit, long di, long dj) {
    if (projection->settings->shared)
        return convolution_weight(&projection->stencil, di, dj);
    const FieldBlock *block = projection_block(projection, unit);
    size_t lane = projection_lane(projection, unit);
    return projection->weights + block->first + field_line(block->pattern, lane, di, dj) * LANES +
           lane;
}

// Goes over a unit's connections in order and returns how many there are. Writes `connections` and
// `stored`, and the unit's weights from `restored`, where these are not NULL. Compiled for each
// use.
static inline __attribute__((always_inline)) size_t
go_over_connections(const Projection *projection, size_t unit, Connection *connections,
                    float *stored, const float *restored) {
    const TileGrid *grid = &projection->from->grid;
    long r = projection->radius, n = (long)grid->n, row, column;
    size_t k = 0;
    projection_centre(projection, unit, &row, &column);
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++) {
            long i = row + di, j = column + dj;
            if (!field_covers(r, di, dj))
                continue;
            if (grid->periodic) {
                i = geometry_wrapped(i, n);
                j = geometry_wrapped(j, n);
            } else if (i < 0 || i >= n || j < 0 || j >= n) {
                continue;
            }
            float *weight = projection_weight(projection, unit, di, dj);
            if (connections)
                connections[k] = (Connection){i, j, *weight * projection->scale[unit]};
            if (stored)
                stored[k] = *weight;
            if (restored)
                *weight = restored[k];
            k++;
        }
    return k;
}

size_t projection_connections(const Projection *projection, size_t unit, Connection *connections) {
    return go_over_connections(projection, unit, connections, NULL, NULL);
}

size_t projection_store(const Projection *projection, size_t unit, float *weights) {
    return go_over_connections(projection, unit, NULL, weights, NULL);
}

void projection_restore(Projection *projection, size_t unit, const float *weights, float scale) {
    size_t n = go_over_connections(projection, unit, NULL, NULL, weights);
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
    return hash;
}

size_t projection_connections_of(const Projection *projection, size_t unit) {
    long n = (long)projection->from->grid.n, r = projection->radius, row, column;
    projection_centre(projection, unit, &row, &column);
    bool whole = row >= r && row + r < n && column >= r && column + r < n;
    if (projection->from->grid.periodic || whole)
        return projection->field_units;
    size_t count = 0;
    for (long i = row - r; i <= row + r; i++)
        for (long j = column - r; j <= column + r; j++)
            count += i >= 0 && i < n && j >= 0 && j < n && field_covers(r, i - row, j - column);
    return count;
}

size_t projection_connection_count(const Projection *projection) {
    size_t count = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++)
        count += projection_connections_of(projection, unit);
    return count;
}
