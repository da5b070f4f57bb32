// SPDX-License-Identifier: GPL-3.0-or-later
// Connections one by one, for files, pictures and measures: the second half of projection.h.
#include "projection.h"

// Read back from the tile and phase of the centre.
void projection_centre(const Projection *projection, size_t unit, long *row, long *column) {
    const TileGrid *grid = &projection->from->grid;
    size_t tile = projection->centre[unit] / LANES, phase = projection->phase[unit];
    *row = (long)(tile / grid->width * TILE_SIDE + phase / TILE_SIDE) - (long)grid->margin;
    *column = (long)(tile % grid->width * TILE_SIDE + phase % TILE_SIDE) - (long)grid->margin;
}

// Visits a unit's connections in order: calls with the place of each weight in the unit's field.
typedef void Visit(size_t place, long row, long column, size_t k, void *context);

static size_t visit_connections(const Projection *projection, size_t unit, Visit *visit,
                                void *context) {
    const TileGrid *grid = &projection->from->grid;
    long r = projection->shape.radius, n = (long)grid->n, row, column;
    size_t k = 0;
    projection_centre(projection, unit, &row, &column);
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++) {
            long i = row + di, j = column + dj;
            if (!field_covers(&projection->shape, di, dj))
                continue;
            if (grid->periodic) {
                i = (i % n + n) % n;
                j = (j % n + n) % n;
            } else if (i < 0 || i >= n || j < 0 || j >= n) {
                continue;
            }
            visit(field_place(&projection->shape, projection->phase[unit], grid, di, dj), i, j, k++,
                  context);
        }
    return k;
}

typedef struct {
    float *weights;
    Connection *connections;
    const float *restored;
} VisitContext;

static void read_connection(size_t place, long row, long column, size_t k, void *context) {
    VisitContext *to = context;
    to->connections[k] = (Connection){row, column, to->weights[place]};
}

static void write_connection(size_t place, long row, long column, size_t k, void *context) {
    (void)row;
    (void)column;
    VisitContext *to = context;
    to->weights[place] = to->restored[k];
}

static void count_connection(size_t place, long row, long column, size_t k, void *context) {
    (void)place, (void)row, (void)column, (void)k, (void)context;
}

size_t projection_connections(const Projection *projection, size_t unit, Connection *connections) {
    VisitContext context = {.weights = projection_weights(projection, unit),
                            .connections = connections};
    return visit_connections(projection, unit, read_connection, &context);
}

void projection_restore(Projection *projection, size_t unit, const float *weights) {
    VisitContext context = {.weights = projection_weights(projection, unit), .restored = weights};
    visit_connections(projection, unit, write_connection, &context);
}

size_t projection_connection_count(const Projection *projection) {
    size_t count = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++)
        count += visit_connections(projection, unit, count_connection, NULL);
    return count;
}
