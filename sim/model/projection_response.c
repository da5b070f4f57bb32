// SPDX-License-Identifier: GPL-3.0-or-later
// Responses and growth of a projection.
#include "model/projection.h"

#include <string.h>

// The sources of some tiles: the active ones; all with kernels that do not skip.
static SourceList list_sources(const Projection *projection, const SourceTiles *tiles,
                               const Activity *source, const SourceRoom *room) {
    if (projection->kernels->skips)
        return projection->kernels->list(tiles, &source->units, room);
    size_t count = tiles->tiles * LANES;
    for (size_t k = 0; k < tiles->tiles; k++) {
        size_t tile = (size_t)((long)tiles->origin + tiles->tile[k]);
        memcpy(room->value + k * LANES, source->tiles + tile * LANES, LANES * sizeof(float));
    }
    for (size_t k = 0; k < count; k++)
        room->line[k] = tiles->line + (int32_t)k;
    return (SourceList){count, room->line, room->value, count};
}

SourceList projection_sources(const Projection *projection, size_t b, const Activity *source,
                              const SourceRoom *room) {
    const FieldBlock *block = &projection->block[b];
    SourceTiles tiles = {block->pattern->tiles, block->pattern->tile, block->origin, 0};
    return list_sources(projection, &tiles, source, room);
}

// The sums of one tile of a strip. Those that may stop are listed and added by parts of the field,
// from the middle outwards.
typedef struct {
    size_t q; // of the tile in the strip
    StripTargets targets;
    bool stoppable;
    size_t from, tiles; // the part of its source tiles that is listed
} TileResponse;

// The strip's tiles with targets: those whose sums may not stop come first.
typedef struct {
    const FieldBlock *block; // [STRIP_TILES] lines are counted from the first one's
    size_t count, whole;     // whole: how many may not stop
    TileResponse tile[STRIP_TILES];
    SourceList list[STRIP_TILES];
    SourceRoom room; // that is left
} StripResponse;

static void list_part(const Projection *projection, const StripRequest *request,
                      StripResponse *strip, size_t k) {
    enum { PARTS = 3 };
    TileResponse *tile = &strip->tile[k];
    const FieldBlock *block = &strip->block[tile->q];
    const FieldPattern *pattern = block->pattern;
    size_t left = pattern->tiles - tile->from, part = (pattern->tiles + PARTS - 1) / PARTS;
    tile->tiles = tile->stoppable && part < left ? part : left;
    size_t line = (block->first - strip->block->first) / LANES + tile->from * LANES;
    SourceTiles tiles = {tile->tiles, pattern->tile + tile->from, block->origin, (int32_t)line};
    strip->list[k] = list_sources(projection, &tiles, request->source, &strip->room);
}

static void list_strip(const Projection *projection, const StripRequest *request,
                       StripResponse *strip) {
    strip->block =
        &projection
             ->block[request->i / TILE_SIDE * projection->to->grid.side + request->j / TILE_SIDE];
    strip->room = *request->room;
    strip->count = strip->whole = 0;
    for (int stoppable = 0; stoppable < 2; stoppable++)
        for (size_t q = 0; q < STRIP_TILES; q++) {
            StripTargets targets = request->targets & strip_tile(q);
            if (!targets || ((request->stoppable & targets) == targets) != stoppable)
                continue;
            size_t k = strip->count++;
            strip->whole += !stoppable;
            strip->tile[k] = (TileResponse){.q = q, .targets = targets, .stoppable = stoppable};
            list_part(projection, request, strip, k);
            strip->room.line += strip->list[k].count;
            strip->room.value += strip->list[k].count;
        }
    for (size_t k = 0; k < strip->count; k++)
        strip->list[k].known = (size_t)(strip->room.line - strip->list[k].line);
}

// Adds the sources of tile k, whose first part is listed. Returns how many were added.
static size_t add_tile(const Projection *projection, const StripRequest *request,
                       StripResponse *strip, size_t k, float sum[LANES]) {
    TileResponse *tile = &strip->tile[k];
    float enough[LANES];
    for (size_t l = 0; l < LANES && tile->stoppable; l++)
        enough[l] = tile->targets >> strip_place(tile->q, l) & 1
                        ? request->enough[strip_place(tile->q, l)]
                        : -(float)INFINITY;
    size_t tiles = strip->block[tile->q].pattern->tiles, lines = 0;
    for (;;) {
        size_t added =
            projection->kernels->respond(&strip->list[k], projection->weights + strip->block->first,
                                         tile->stoppable ? enough : NULL, sum);
        lines += added;
        tile->from += tile->tiles;
        if (added < strip->list[k].count || tile->from == tiles)
            return lines;
        list_part(projection, request, strip, k);
    }
}

static bool respond_own(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    StripResponse strip;
    float sum[STRIP_TILES][LANES] = {{0}};
    size_t lines[STRIP_TILES];
    bool any = false;
    list_strip(projection, request, &strip);
    for (size_t k = 0; k < strip.count; k++) {
        if (k + 1 < strip.whole) {
            projection->kernels->respond_two(&strip.list[k],
                                             projection->weights + strip.block->first, &sum[k]);
            lines[k] = strip.list[k].count;
            k++;
            lines[k] = strip.list[k].count;
        } else {
            lines[k] = add_tile(projection, request, &strip, k, sum[k]);
        }
    }
    memset(response, 0, STRIP * sizeof *response);
    for (size_t k = 0; k < strip.count; k++) {
        for (size_t l = 0; l < LANES; l++)
            response[strip_place(strip.tile[k].q, l)] = sum[k][l];
        any = any || lines[k] > 0;
        count->lines += lines[k];
        count->needed += lines[k] * (uint64_t)__builtin_popcountll(strip.tile[k].targets);
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

// Hands out what projection_compare found.
static bool respond_compared(const Projection *projection, const StripRequest *request,
                             float response[STRIP]) {
    size_t n = projection->to->grid.n;
    memset(response, 0, STRIP * sizeof *response);
    for (size_t r = 0; r < STRIP_ROWS && request->i + r < n; r++)
        for (size_t c = 0; c < STRIP_COLUMNS && request->j + c < n; c++)
            response[r * STRIP_COLUMNS + c] =
                (float)projection->compared[(request->i + r) * n + request->j + c];
    return true;
}

bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    size_t n = projection->to->grid.n;
    if (projection->compared)
        return respond_compared(projection, request, response);
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
    float rate = (float)(projection->learning_rate / projection_n(projection));
    float scale[LANES], rates[LANES], added[LANES];
    for (size_t t = 0, unit; t < LANES; t++) {
        scale[t] = sheet_unit(projection->to, b, t, &unit) ? projection->scale[unit] : 1;
        rates[t] = rate * activity[t] / scale[t];
    }
    projection->kernels->grow(list, projection->weights + block->first, block->covered,
                              block->arbor, rates, added);
    for (size_t t = 0; t < LANES; t++)
        grown[t] += (double)(scale[t] * added[t]);
}
