// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool is_usable(double total) {
    return total >= (double)FLT_MIN && total <= (double)FLT_MAX;
}

// Adds one field's part to the norms of the targets in tile b.
static void add_norm(const Projection *projection, size_t b, double norm[LANES]) {
    const FieldBlock *block = &projection->block[b];
    const Kernels *kernels = projection->kernels;
    int kind = projection->settings->norm;
    float part[LANES];
    (kind == NORM_L2 ? kernels->squares
     : kind == NORM_MAXIMUM
         ? kernels->largest
         : kernels->total)(block->pattern->tiles * LANES, projection->weights + block->first, part);
    for (size_t t = 0; t < LANES; t++)
        norm[t] = kind == NORM_MAXIMUM ? fmax(norm[t], (double)part[t]) : norm[t] + (double)part[t];
}

unsigned projection_normalise(Projection *const *group, size_t n, size_t b, unsigned lanes) {
    const ProjectionSettings *settings = group[0]->settings;
    double norm[LANES] = {0};
    float factor[LANES];
    unsigned wrong = 0;
    for (size_t p = 0; p < n; p++)
        add_norm(group[p], b, norm);
    for (size_t t = 0, unit; t < LANES; t++) {
        factor[t] = 1;
        if (!(lanes >> t & 1) || !sheet_unit(group[0]->to, b, t, &unit))
            continue;
        bool none = norm[t] == 0;
        if (is_usable(norm[t]))
            factor[t] = (float)(settings->norm_value /
                                (settings->norm == NORM_L2 ? sqrt(norm[t]) : norm[t]));
        else if (!none)
            wrong |= 1u << t;
        for (size_t p = 0; p < n; p++) // without weights: normalised once it has some
            group[p]->scale[unit] = none ? PROJECTION_LEAST_SCALE / 2 : 1;
    }
    for (size_t p = 0; p < n; p++)
        group[p]->kernels->scale(group[p]->block[b].pattern->tiles * LANES,
                                 group[p]->weights + group[p]->block[b].first, factor);
    return wrong;
}

// One target whose sum is corrected by subtraction.
typedef struct {
    Projection *const *group;
    size_t n, b, t;
    double sum, room; // of weights; of the arbor where a weight can still go that way
    double share;     // of the arbor that is subtracted
} Subtraction;

// Goes over all weights of the target: subtracts the share within the limits, and adds up the sum
// and the room for the next time, downwards where `down`.
static void go_over(Subtraction *target, bool down) {
    target->sum = target->room = 0;
    for (size_t p = 0; p < target->n; p++) {
        const Projection *projection = target->group[p];
        const FieldBlock *block = &projection->block[target->b];
        for (size_t line = 0; line < block->pattern->tiles * LANES; line++) {
            if (!(block->pattern->covered[line] >> target->t & 1) ||
                !projection_line_is_on_sheet(projection, block, line))
                continue;
            float *weight = &projection->weights[block->first + line * LANES + target->t];
            double arbor = block->arbor ? (double)block->arbor[line * LANES + target->t] : 1;
            WeightLimits limits = projection_limits(projection, block, line, target->t);
            float less = (float)((double)*weight - target->share * arbor);
            *weight = fminf(fmaxf(less, limits.least), limits.most) + 0.0f; // never -0
            target->sum += (double)*weight;
            target->room += (down ? *weight > limits.least : *weight < limits.most) ? arbor : 0;
        }
    }
}

void projection_subtract(Projection *const *group, size_t n, size_t b, unsigned lanes) {
    enum { ROUNDS = 20 }; // weights that reach a limit leave their part to the others
    double value = group[0]->settings->norm_value;
    for (size_t t = 0, unit; t < LANES; t++) {
        if (!(lanes >> t & 1) || !sheet_unit(group[0]->to, b, t, &unit))
            continue;
        Subtraction target = {.group = group, .n = n, .b = b, .t = t};
        go_over(&target, true);
        if (target.sum < value)
            go_over(&target, false);
        for (int round = 0; round < ROUNDS; round++) {
            if (fabs(target.sum - value) <= 1e-6 * value || target.room <= 0)
                break;
            target.share = (target.sum - value) / target.room;
            go_over(&target, target.sum > value);
        }
    }
}

// The norm of a stencil about a source unit: of the whole field, or cropped at open edges.
static double stencil_norm(const Projection *projection, long row, long column, bool whole) {
    long n = (long)projection->from->grid.n, r = projection->radius;
    int kind = projection->settings->norm;
    double norm = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++) {
            if (!whole && !(row + di >= 0 && row + di < n && column + dj >= 0 && column + dj < n))
                continue;
            double weight = fabs((double)*convolution_weight(&projection->stencil, di, dj));
            norm = kind == NORM_MAXIMUM ? fmax(norm, weight)
                   : kind == NORM_L2    ? norm + weight * weight
                                        : norm + weight;
        }
    return kind == NORM_L2 ? sqrt(norm) : norm;
}

// Does the field about a source unit reach beyond an open edge?
static bool is_cropped(const Projection *projection, long row, long column) {
    long n = (long)projection->from->grid.n, r = projection->radius;
    return !projection->from->grid.periodic &&
           (row < r || row + r >= n || column < r || column + r >= n);
}

bool projection_normalise_shared(Projection *projection, Error *error) {
    bool whole = strcmp(projection->settings->normalise, "whole") == 0;
    if (projection_norm(projection->settings) == NORM_NONE)
        return true;
    double all = stencil_norm(projection, 0, 0, true);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        long row, column;
        projection_centre(projection, unit, &row, &column);
        double total = whole || !is_cropped(projection, row, column)
                           ? all
                           : stencil_norm(projection, row, column, false);
        if (!is_usable(total))
            return fail(error,
                        "projections.%s.weights: those of unit %zu cannot be normalised: they "
                        "vanish or are not finite",
                        projection->name, unit);
        projection->scale[unit] = (float)(projection->settings->norm_value / total);
    }
    return true;
}
