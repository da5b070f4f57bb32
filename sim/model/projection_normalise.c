// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/projection.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool is_usable(double total) {
    return total >= (double)FLT_MIN && total <= (double)FLT_MAX;
}

unsigned projection_normalise(Projection *const *group, size_t n, size_t b, unsigned lanes) {
    double total[LANES] = {0};
    float part[LANES], factor[LANES];
    unsigned wrong = 0;
    for (size_t p = 0; p < n; p++) {
        const FieldBlock *block = &group[p]->block[b];
        group[p]->kernels->total(block->pattern->tiles * LANES, group[p]->weights + block->first,
                                 part);
        for (size_t t = 0; t < LANES; t++)
            total[t] += (double)part[t];
    }
    for (size_t t = 0, unit; t < LANES; t++) {
        factor[t] = 1;
        if (!(lanes >> t & 1) || !sheet_unit(group[0]->to, b, t, &unit))
            continue;
        bool none = total[t] == 0;
        if (is_usable(total[t]))
            factor[t] = (float)(1 / total[t]);
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

// The sum of a stencil's magnitudes about a source unit: of the whole field, or cropped at open
// edges.
static double stencil_total(const Projection *projection, long row, long column, bool whole) {
    long n = (long)projection->from->grid.n, r = projection->radius;
    double total = 0;
    for (long di = -r; di <= r; di++)
        for (long dj = -r; dj <= r; dj++)
            if (whole || (row + di >= 0 && row + di < n && column + dj >= 0 && column + dj < n))
                total += fabs((double)*convolution_weight(&projection->stencil, di, dj));
    return total;
}

// Does the field about a source unit reach beyond an open edge?
static bool is_cropped(const Projection *projection, long row, long column) {
    long n = (long)projection->from->grid.n, r = projection->radius;
    return !projection->from->grid.periodic &&
           (row < r || row + r >= n || column < r || column + r >= n);
}

bool projection_normalise_shared(Projection *projection, Error *error) {
    bool whole = strcmp(projection->settings->normalise, "whole") == 0;
    if (!whole && strcmp(projection->settings->normalise, "own") != 0)
        return true;
    double all = stencil_total(projection, 0, 0, true);
    for (size_t unit = 0; unit < projection->to->units; unit++) {
        long row, column;
        projection_centre(projection, unit, &row, &column);
        double total = whole || !is_cropped(projection, row, column)
                           ? all
                           : stencil_total(projection, row, column, false);
        if (!is_usable(total))
            return fail(error,
                        "projections.%s.weights: those of unit %zu cannot be normalised: they "
                        "vanish or are not finite",
                        projection->name, unit);
        projection->scale[unit] = (float)(1 / total);
    }
    return true;
}
