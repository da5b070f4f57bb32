// SPDX-License-Identifier: GPL-3.0-or-later
// Responses, growth and normalisation: the second part of projection.h.
#include "projection.h"

#include <float.h>
#include <math.h>
#include <string.h>

TileList projection_tiles(const Projection *projection, const FieldBlock *block,
                          const Activity *source, uint16_t *places) {
    const FieldPattern *pattern = block->pattern;
    const float *peak = source->peak + block->origin;
    bool all = !projection->kernels->skips;
    size_t count = 0;
    for (size_t k = 0; k < pattern->tiles; k++) {
        places[count] = (uint16_t)k;
        count += all || peak[pattern->offset[k] / LANES] != 0;
    }
    return (TileList){count, places, pattern->offset, source->tiles + block->origin * LANES};
}

// The targets of a strip that lie in its tile q, as bits of q = 0.
static StripTargets targets_of_tile(StripTargets targets, size_t q) {
    return targets >> (q * TILE_SIDE) & UINT64_C(0x000f000f000f000f);
}

// Sums the fields of the given lanes of a block.
static void respond_block(const Projection *projection, const FieldBlock *block,
                          const TileList *list, StripTargets targets, size_t q,
                          const float *enough, float response[STRIP], ResponseCount *count) {
    const float *weights[LANES] = {0};
    float most[LANES] = {0}, sum[LANES];
    size_t place[LANES], n = 0;
    for (; targets; targets &= targets - 1) {
        size_t bit = (size_t)__builtin_ctzll(targets), r = bit / STRIP_COLUMNS,
               c = bit % STRIP_COLUMNS;
        place[n] = bit + q * TILE_SIDE;
        weights[n] = projection->weights + block->first +
                     (r * TILE_SIDE + c) * block->pattern->tiles * LANES;
        most[n] = enough ? enough[place[n]] : 0;
        n++;
    }
    projection->kernels->respond(list, n, weights, enough ? most : NULL, sum);
    for (size_t k = 0; k < n; k++)
        response[place[k]] = sum[k];
    count->responses += n;
    count->tiles += n * list->count;
}

static bool respond_own(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    const TileGrid *to = &projection->to->grid;
    const FieldBlock *block =
        &projection->block[request->i / TILE_SIDE * to->side + request->j / TILE_SIDE];
    bool any = false;
    for (size_t q = 0; q < STRIP_TILES; q++) {
        StripTargets targets = targets_of_tile(request->targets, q),
                     stoppable = targets_of_tile(request->stoppable, q) & targets;
        if (!targets)
            continue;
        TileList list = projection_tiles(projection, &block[q], request->source, request->places);
        any = any || list.count > 0;
        if (targets & ~stoppable)
            respond_block(projection, &block[q], &list, targets & ~stoppable, q, NULL, response,
                          count);
        if (stoppable)
            respond_block(projection, &block[q], &list, stoppable, q, request->enough, response,
                          count);
    }
    return any;
}

static bool respond_shared(const Projection *projection, const StripRequest *request,
                           float response[STRIP], ResponseCount *count) {
    const TileGrid *from = &projection->from->grid;
    count->responses += STRIP;
    if (projection->aligned)
        return convolution_strip(&projection->stencil, projection->kernels, from, request->source,
                                 projection->row + (long)request->i,
                                 projection->column + (long)request->j,
                                 (float(*)[STRIP_COLUMNS])(void *)response);
    for (size_t k = 0; k < STRIP; k++) {
        if (!(request->targets >> k & 1))
            continue;
        long row, column;
        size_t unit = (request->i + k / STRIP_COLUMNS) * projection->to->grid.n + request->j +
                      k % STRIP_COLUMNS;
        projection_centre(projection, unit, &row, &column);
        response[k] =
            convolution_at(&projection->stencil, from, request->source, row, column);
    }
    return true;
}

bool projection_respond(const Projection *projection, const StripRequest *request,
                        float response[STRIP], ResponseCount *count) {
    size_t n = projection->to->grid.n;
    memset(response, 0, STRIP * sizeof *response);
    bool any = projection->settings->shared
                   ? respond_shared(projection, request, response, count)
                   : respond_own(projection, request, response, count);
    for (size_t r = 0; any && r < STRIP_ROWS && request->i + r < n; r++)
        for (size_t c = 0; c < STRIP_COLUMNS && request->j + c < n; c++)
            response[r * STRIP_COLUMNS + c] *=
                projection->scale[(request->i + r) * n + request->j + c];
    return any;
}

float projection_ceiling(const Projection *projection, const Activity *source, size_t b) {
    const FieldBlock *block = &projection->block[b];
    const float *peak = source->peak + block->origin;
    float most = 0;
    for (size_t k = 0; k < block->pattern->tiles; k++) {
        float here = peak[block->pattern->offset[k] / LANES];
        most = here <= most ? most : here; // keeps NaN
    }
    return most;
}

float projection_grow(const Projection *projection, size_t unit, float activity,
                      const TileList *list) {
    const FieldPattern *pattern = projection_block(projection, unit)->pattern;
    float scale = projection->scale[unit];
    float rate =
        (float)(projection->settings->learning_rate / (double)projection->field_units) * activity;
    return scale * projection->kernels->grow(
                       list, projection_weights(projection, unit),
                       pattern->covered + projection_lane(projection, unit) * pattern->tiles,
                       rate / scale);
}

static bool is_usable(double total) {
    return total >= (double)FLT_MIN && total <= (double)FLT_MAX;
}

bool projection_normalise(Projection *const *group, size_t n, size_t unit) {
    double total = 0;
    for (size_t p = 0; p < n; p++)
        total += (double)group[p]->kernels->total(projection_block(group[p], unit)->pattern->tiles,
                                                  projection_weights(group[p], unit));
    if (total == 0)
        return true; // a unit may have no connections
    if (!is_usable(total))
        return false;
    for (size_t p = 0; p < n; p++) {
        group[p]->kernels->scale(projection_block(group[p], unit)->pattern->tiles,
                                 projection_weights(group[p], unit), (float)(1 / total));
        group[p]->scale[unit] = 1;
    }
    return true;
}

// The sum of a stencil's magnitudes about a unit of an open source sheet, where it ends at the
// edge.
static double cropped_total(const Projection *projection, size_t unit) {
    long n = (long)projection->from->grid.n, r = projection->radius, row, column;
    bool open = !projection->from->grid.periodic;
    double total = 0;
    projection_centre(projection, unit, &row, &column);
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++)
            if (!open || (row + di >= 0 && row + di < n && column + dj >= 0 && column + dj < n))
                total += fabs((double)*convolution_weight(&projection->stencil, di, dj));
    return total;
}

bool projection_normalise_shared(Projection *projection, Error *error) {
    bool whole = strcmp(projection->settings->normalise, "whole") == 0;
    if (!whole && strcmp(projection->settings->normalise, "own") != 0)
        return true;
    double total = 0;
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        long r = projection->radius;
        if (!whole)
            total = cropped_total(projection, unit);
        for (long di = -r; di <= r && whole && unit == 0; di++)
            for (long dj = -r; dj <= r; dj++)
                total += fabs((double)*convolution_weight(&projection->stencil, di, dj));
        if (!is_usable(total))
            return fail(error,
                        "projections.%s.weights: those of unit %zu cannot be normalised: they "
                        "vanish or are not finite",
                        projection->name, unit);
        projection->scale[unit] = (float)(1 / total);
    }
    return true;
}
