// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include "base/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

bool projection_norm_is_usable(double total) {
    return total >= (double)FLT_MIN && total <= (double)FLT_MAX;
}

// Adds one field's part to the norms of the targets in tile b; under L2, the squares.
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

void projection_norms(Projection *const *group, size_t n, size_t b, double norm[LANES]) {
    for (size_t t = 0; t < LANES; t++)
        norm[t] = 0;
    for (size_t p = 0; p < n; p++)
        add_norm(group[p], b, norm);
    for (size_t t = 0; t < LANES && group[0]->settings->norm == NORM_L2; t++)
        norm[t] = sqrt(norm[t]);
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
        if (projection_norm_is_usable(norm[t]))
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

// A weight whose field is corrected by subtraction.
typedef struct {
    float *weight;
    double arbor;
    WeightLimits limits;
} Subtrahend;

// Lists the weights of target t in tile b that lie on the source sheets; returns how many.
static size_t list_weights(Projection *const *group, size_t n, size_t b, size_t t,
                           Subtrahend *list) {
    size_t count = 0;
    for (size_t p = 0; p < n; p++) {
        const FieldBlock *block = &group[p]->block[b];
        for (size_t line = 0; line < block->pattern->tiles * LANES; line++)
            if (block->covered[line] >> t & 1 && projection_line_is_on_sheet(group[p], block, line))
                list[count++] =
                    (Subtrahend){&group[p]->weights[block->first + line * LANES + t],
                                 block->arbor ? (double)block->arbor[line * LANES + t] : 1,
                                 projection_limits(group[p], block, line, t)};
    }
    return count;
}

// Brings the sum of the weights to a value by subtracting the same share of each one's arbor.
// Weights that reach a limit leave their part to the others, in further rounds.
static void subtract(Subtrahend *list, size_t count, double value) {
    enum { ROUNDS = 20 };
    for (int round = 0; round < ROUNDS; round++) {
        double sum = 0, room = 0;
        for (size_t k = 0; k < count; k++)
            sum += (double)*list[k].weight;
        for (size_t k = 0; k < count; k++) {
            const WeightLimits *limits = &list[k].limits;
            bool free =
                sum > value ? *list[k].weight > limits->least : *list[k].weight < limits->most;
            room += free ? list[k].arbor : 0;
        }
        if (fabs(sum - value) <= 1e-6 * value || room <= 0)
            return;
        double share = (sum - value) / room;
        for (size_t k = 0; k < count; k++) {
            float less = (float)((double)*list[k].weight - share * list[k].arbor);
            *list[k].weight =
                fminf(fmaxf(less, list[k].limits.least), list[k].limits.most) + 0.0f; // never -0
        }
    }
}

void projection_subtract(Projection *const *group, size_t n, size_t b, unsigned lanes) {
    size_t most = 0;
    for (size_t p = 0; p < n; p++)
        most += group[p]->field_units;
    OWNED Subtrahend *list = allocate(most, sizeof *list);
    for (size_t t = 0, unit; t < LANES; t++)
        if (lanes >> t & 1 && sheet_unit(group[0]->to, b, t, &unit))
            subtract(list, list_weights(group, n, b, t, list), group[0]->settings->norm_value);
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
        if (!projection_norm_is_usable(total))
            return fail(error,
                        "projections.%s.weights: those of unit %zu cannot be normalised: they "
                        "vanish or are not finite",
                        projection->name, unit);
        projection->scale[unit] = (float)(projection->settings->norm_value / total);
    }
    return true;
}
