// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/pinwheel_ranks.h"

#include "base/memory.h"
#include "maps/plaquette.h"

#include <gsl/gsl_sort.h>
#include <math.h>

ScalarMap *pinwheel_ranks_map(const ScalarMap *index) {
    size_t n = index->height * index->width, count = 0;
    ScalarMap *ranks = map_copy(index);
    OWNED double *size = allocate(n, sizeof *size);
    OWNED size_t *sample = allocate(n, sizeof *sample), *order = allocate(n, sizeof *order);
    for (size_t i = 0; i < n; i++)
        if (isfinite(index->value[i])) {
            size[count] = fabs(index->value[i]);
            sample[count++] = i;
        }
    gsl_sort_index(order, size, 1, count);
    for (size_t first = 0, after; first < count; first = after) {
        for (after = first + 1; after < count && size[order[after]] == size[order[first]];)
            after++;
        for (size_t k = first; k < after; k++)
            ranks->value[sample[order[k]]] = 0.5 * (double)(first + after) / (double)count;
    }
    return ranks;
}

static double rank_at(const ScalarMap *ranks, double column, double row) {
    size_t top = (size_t)row, left = (size_t)column, corner[4];
    plaquette_corners(ranks->height, ranks->width, top, left, corner);
    const double value[4] = {ranks->value[corner[0]], ranks->value[corner[1]],
                             ranks->value[corner[2]], ranks->value[corner[3]]};
    return plaquette_value(value, column - (double)left, row - (double)top);
}

double pinwheel_ranks_mean(const ScalarMap *ranks, const Pinwheels *pinwheels,
                           const TorusShift *shift, size_t *count) {
    double sum = 0.0;
    size_t ranked = 0;
    for (size_t k = 0; k < pinwheels->count; k++) {
        double column = pinwheels->list[k].column, row = pinwheels->list[k].row;
        torus_shift_place(shift, &column, &row);
        double rank = rank_at(ranks, column, row);
        if (isfinite(rank)) {
            sum += rank;
            ranked++;
        }
    }
    if (count != NULL)
        *count = ranked;
    return ranked > 0 ? sum / (double)ranked : (double)NAN;
}
