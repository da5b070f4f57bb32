// SPDX-License-Identifier: GPL-3.0-or-later
// Growth of the weights of a projection by its rule, and their limits.
#include "model/projection.h"

bool projection_is_hebbian(const Projection *projection) {
    const ProjectionSettings *settings = projection->settings;
    int norm = projection_norm(settings);
    bool plain = norm == NORM_NONE ||
                 (norm == NORM_L1 && settings->norm_value == 1 && !projection->sums_differ);
    return plain && learning_kind(&settings->learning)->hebbian && isnan(settings->least_weight) &&
           isnan(settings->most_weight);
}

bool projection_line_is_on_sheet(const Projection *projection, const FieldBlock *block,
                                 size_t line) {
    const TileGrid *grid = &projection->from->grid;
    size_t tile = (size_t)((long)block->origin + block->pattern->tile[line / LANES]);
    long n = (long)grid->n, l = (long)(line % LANES), row = tile_top(grid, tile) + l / TILE_SIDE,
         column = tile_left(grid, tile) + l % TILE_SIDE;
    return grid->periodic || (row >= 0 && row < n && column >= 0 && column < n);
}

SourceList projection_all_sources(const Projection *projection, size_t b, const Activity *source,
                                  const SourceRoom *room) {
    const FieldBlock *block = &projection->block[b];
    size_t count = 0;
    for (size_t line = 0; line < block->pattern->tiles * LANES; line++) {
        if (block->covered[line] == 0 || !projection_line_is_on_sheet(projection, block, line))
            continue;
        size_t tile = (size_t)((long)block->origin + block->pattern->tile[line / LANES]);
        room->line[count] = (int32_t)line;
        room->value[count++] = source->tiles[tile * LANES + line % LANES];
    }
    return (SourceList){count, room->line, room->value, count};
}

void projection_unscale(Projection *projection, size_t b, unsigned lanes) {
    const FieldBlock *block = &projection->block[b];
    float factor[LANES];
    bool any = false;
    for (size_t t = 0, unit; t < LANES; t++) {
        factor[t] = 1;
        if (!(lanes >> t & 1) || !sheet_unit(projection->to, b, t, &unit))
            continue;
        factor[t] = projection->scale[unit];
        projection->scale[unit] = 1;
        any = any || factor[t] != 1;
    }
    if (any)
        projection->kernels->scale(block->pattern->tiles * LANES,
                                   projection->weights + block->first, factor);
}

// The terms of the rule at each target. Returns the bits of those whose weights grow.
static unsigned find_terms(Projection *projection, size_t b, const float activity[LANES],
                           unsigned inside, GrowthTerms *terms, bool *sparse) {
    const Variant *learning = &projection->settings->learning;
    const LearningKind *kind = learning_kind(learning);
    double rate = projection->learning_rate / (kind->per_connection ? 1 : projection_n(projection));
    unsigned grow = 0;
    *sparse = true;
    *terms = (GrowthTerms){0};
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!(inside >> t & 1) || !sheet_unit(projection->to, b, t, &unit))
            continue;
        LearningTerms found = kind->terms(learning->settings, rate, (double)activity[t],
                                          projection->memory + unit * kind->remembers);
        terms->source[t] = (float)found.source;
        terms->weight[t] = (float)found.weight;
        terms->constant[t] = (float)found.constant;
        bool all = terms->weight[t] != 0 || terms->constant[t] != 0;
        *sparse = *sparse && !all;
        grow |= (unsigned)(all || terms->source[t] != 0) << t;
    }
    return grow;
}

WeightLimits projection_limits(const Projection *projection, const FieldBlock *block, size_t line,
                               size_t t) {
    const ProjectionSettings *settings = projection->settings;
    double units = projection_n(projection);
    float arbor = block->arbor ? block->arbor[line * LANES + t] : 1;
    return (WeightLimits){
        isnan(settings->least_weight) ? -(float)INFINITY : (float)(settings->least_weight / units),
        isnan(settings->most_weight) ? (float)INFINITY
                                     : (float)(settings->most_weight / units) * arbor};
}

// Brings the weights of these targets within their limits.
static void limit(Projection *projection, size_t b, const SourceList *list, unsigned lanes) {
    const FieldBlock *block = &projection->block[b];
    for (size_t i = 0; i < list->count; i++) {
        size_t line = (size_t)list->line[i];
        float *weight = projection->weights + block->first + line * LANES;
        for (size_t t = 0; t < LANES; t++) {
            if (!(lanes & block->covered[line] & 1u << t))
                continue;
            WeightLimits limits = projection_limits(projection, block, line, t);
            weight[t] = fminf(fmaxf(weight[t], limits.least), limits.most) + 0.0f; // never -0
        }
    }
}

// Adds the collected growth to the weights of these targets and begins to collect anew.
static void apply_collected(Projection *projection, const FieldBlock *block, unsigned lanes) {
    size_t count = block->pattern->tiles * LANES * LANES;
    float *weights = projection->weights + block->first,
          *collected = projection->collected + block->first;
    for (size_t k = 0; k < count; k++) {
        if (!(lanes >> k % LANES & 1))
            continue;
        weights[k] += collected[k];
        collected[k] = 0;
    }
}

unsigned projection_learn(Projection *projection, size_t b, const float activity[LANES],
                          unsigned inside, int64_t learnt, const SourceRoom *room,
                          ResponseCount *count) {
    const ProjectionSettings *settings = projection->settings;
    const FieldBlock *block = &projection->block[b];
    const Activity *source = projection_source(projection);
    GrowthTerms terms;
    bool sparse, limited = !isnan(settings->least_weight) || !isnan(settings->most_weight);
    unsigned grow = find_terms(projection, b, activity, inside, &terms, &sparse), active = 0;
    for (size_t t = 0; t < LANES; t++)
        active |= (unsigned)(activity[t] != 0) << t;
    float *weights =
        (projection->collected ? projection->collected : projection->weights) + block->first;
    SourceList list = sparse ? projection_sources(projection, b, source, room)
                             : projection_all_sources(projection, b, source, room);
    float grown[LANES];
    if (grow && sparse)
        projection->kernels->grow(&list, weights, block->covered, block->arbor, terms.source,
                                  grown);
    else if (grow)
        projection->kernels->learn(&list, weights, block->covered, block->arbor, &terms);
    count->lines += list.count;
    count->needed += list.count * (uint64_t)__builtin_popcount(grow);
    unsigned changed = grow, due = active & inside;
    if (projection->collected) {
        if ((learnt + 1) % learning_interval(&settings->learning) != 0)
            return 0;
        apply_collected(projection, block, inside);
        changed = due = inside;
    }
    if (limited && changed) {
        list = projection_all_sources(projection, b, source, room);
        limit(projection, b, &list, changed);
    }
    return due;
}
