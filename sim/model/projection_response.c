// SPDX-License-Identifier: GPL-3.0-or-later
// Responses and growth of a projection.
#include "model/projection.h"

#include <string.h>

SourceList projection_sources(const Projection *projection, size_t b, const Activity *source,
                              const SourceRoom *room) {
    const FieldBlock *block = &projection->block[b];
    const FieldPattern *pattern = block->pattern;
    if (projection->kernels->skips) {
        SourceTiles tiles = {pattern->tiles, pattern->tile, block->origin};
        return projection->kernels->list(&tiles, &source->units, room);
    }
    for (size_t k = 0; k < pattern->tiles; k++) {
        size_t tile = (size_t)((long)block->origin + pattern->tile[k]);
        memcpy(room->value + k * LANES, source->tiles + tile * LANES, LANES * sizeof(float));
    }
    for (size_t k = 0; k < pattern->tiles * LANES; k++)
        room->line[k] = (int32_t)k;
    return (SourceList){pattern->tiles * LANES, room->line, room->value};
}

static bool respond_own(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    size_t first = request->i / TILE_SIDE * projection->to->grid.side + request->j / TILE_SIDE;
    bool any = false;
    memset(response, 0, STRIP * sizeof *response);
    for (size_t q = 0; q < STRIP_TILES; q++) {
        StripTargets tile = strip_tile(q);
        float enough[LANES], sum[LANES];
        if (!(request->targets & tile))
            continue;
        SourceList list = projection_sources(projection, first + q, request->source, request->room);
        bool stoppable = (request->stoppable & tile) == (request->targets & tile);
        for (size_t l = 0; l < LANES && stoppable; l++)
            enough[l] = request->targets >> strip_place(q, l) & 1
                            ? request->enough[strip_place(q, l)]
                            : -(float)INFINITY;
        size_t lines = projection->kernels->respond(
            &list, projection->weights + projection->block[first + q].first,
            stoppable ? enough : NULL, sum);
        for (size_t l = 0; l < LANES; l++)
            response[strip_place(q, l)] = sum[l];
        any = any || list.count > 0;
        count->lines += lines;
        count->needed += lines * (uint64_t)__builtin_popcountll(request->targets & tile);
    }
    return any;
}

static bool respond_shared(const Projection *projection, const StripRequest *request,
                           float response[STRIP]) {
    const TileGrid *from = &projection->from->grid;
    if (projection->aligned)
        return convolution_strip(&projection->stencil, projection->kernels, from, request->source,
                                 projection->row + (long)request->i,
                                 projection->column + (long)request->j,
                                 (float(*)[STRIP_COLUMNS])(void *)response);
    memset(response, 0, STRIP * sizeof *response);
    for (size_t k = 0; k < STRIP; k++) {
        if (!(request->targets >> k & 1))
            continue;
        long row, column;
        size_t unit = (request->i + k / STRIP_COLUMNS) * projection->to->grid.n + request->j +
                      k % STRIP_COLUMNS;
        projection_centre(projection, unit, &row, &column);
        response[k] = convolution_at(&projection->stencil, from, request->source, row, column);
    }
    return true;
}

bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    size_t n = projection->to->grid.n;
    bool any = projection->settings->shared ? respond_shared(projection, request, response)
                                            : respond_own(projection, request, response, count);
    for (size_t r = 0; any && r < STRIP_ROWS && request->i + r < n; r++)
        for (size_t c = 0; c < STRIP_COLUMNS && request->j + c < n; c++)
            response[r * STRIP_COLUMNS + c] *=
                projection->scale[(request->i + r) * n + request->j + c];
    return any;
}

void projection_grow(const Projection *projection, size_t b, const float activity[LANES],
                     const SourceList *list, double grown[LANES]) {
    const FieldBlock *block = &projection->block[b];
    float rate = (float)(projection->learning_rate / (double)projection->field_units);
    float scale[LANES], rates[LANES], added[LANES];
    for (size_t t = 0, unit; t < LANES; t++) {
        scale[t] = sheet_unit(projection->to, b, t, &unit) ? projection->scale[unit] : 1;
        rates[t] = rate * activity[t] / scale[t];
    }
    projection->kernels->grow(list, projection->weights + block->first, block->pattern->covered,
                              block->arbor, rates, added);
    for (size_t t = 0; t < LANES; t++)
        grown[t] += (double)(scale[t] * added[t]);
}
