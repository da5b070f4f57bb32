// SPDX-License-Identifier: GPL-3.0-or-later
#include "fields/topographic_product.h"

#include "base/memory.h"

#include <math.h>

enum { NEIGHBOURS = TOPOGRAPHIC_NEIGHBOURS };

// The units that have a centre, with their places on the sheet, in steps, and their centres.
typedef struct {
    size_t count;
    double *row, *column, *x, *y; // [count]
} Units;

static Units units_of(const Retinotopy *retinotopy) {
    size_t height = retinotopy->height, width = retinotopy->width, step = 1;
    while (((height - 1) / step + 1) * ((width - 1) / step + 1) > TOPOGRAPHIC_UNITS)
        step++;
    size_t most = ((height - 1) / step + 1) * ((width - 1) / step + 1);
    double *room = allocate(4 * most, sizeof *room);
    Units units = {0, room, room + most, room + 2 * most, room + 3 * most};
    for (size_t row = 0; row < height; row += step)
        for (size_t column = 0; column < width; column += step) {
            double x = retinotopy->x[row * width + column], y = retinotopy->y[row * width + column];
            if (!isfinite(x) || !isfinite(y))
                continue;
            units.row[units.count] = (double)(row / step);
            units.column[units.count] = (double)(column / step);
            units.x[units.count] = x;
            units.y[units.count++] = y;
        }
    return units;
}

static void units_free(Units *units) {
    release(units->row);
}

// Squared distances to another unit: in the space where the nearest are sought, and in the other.
typedef struct {
    double own, other;
} Neighbour;

static bool is_nearer(Neighbour one, Neighbour other) {
    return one.own < other.own || (!(other.own < one.own) && one.other < other.other);
}

// Inserts a neighbour into the nearest so far, in order of distance, if it is one of them.
static void admit(Neighbour nearest[NEIGHBOURS], Neighbour neighbour) {
    size_t k = NEIGHBOURS;
    for (; k > 0 && is_nearer(neighbour, nearest[k - 1]); k--)
        if (k < NEIGHBOURS)
            nearest[k] = nearest[k - 1];
    if (k < NEIGHBOURS)
        nearest[k] = neighbour;
}

// The parts of one unit: half the mean over k of log (product over l <= k of Q)^(1 / k).
typedef struct {
    double visual, sheet;
} Parts;

// The nearest units so far, on the sheet and by their centres.
typedef struct {
    Neighbour by_sheet[NEIGHBOURS], by_centre[NEIGHBOURS];
} Nearest;

static inline void meet(Nearest *nearest, const Units *units, size_t j, size_t i, double least) {
    double down = units->row[i] - units->row[j], across = units->column[i] - units->column[j],
           x = units->x[i] - units->x[j], y = units->y[i] - units->y[j];
    double sheet = down * down + across * across, visual = x * x + y * y;
    visual = visual > least ? visual : least;
    admit(nearest->by_sheet, (Neighbour){sheet, visual});
    admit(nearest->by_centre, (Neighbour){visual, sheet});
}

static Parts parts_of(const Units *units, size_t j, double least) {
    Nearest nearest;
    for (size_t k = 0; k < NEIGHBOURS; k++)
        nearest.by_sheet[k] = nearest.by_centre[k] =
            (Neighbour){(double)INFINITY, (double)INFINITY};
    // Outwards from the unit, so that the nearest are found early and later units insert rarely.
    for (size_t step = 1; step < units->count; step++) {
        if (step <= j)
            meet(&nearest, units, j, j - step, least);
        if (j + step < units->count)
            meet(&nearest, units, j, j + step, least);
    }
    Parts sum = {0}, parts = {0};
    for (size_t k = 0; k < NEIGHBOURS; k++) {
        // Half of the logarithm of a squared distance is that of the distance.
        sum.visual += 0.5 * log(nearest.by_sheet[k].other / nearest.by_centre[k].own);
        sum.sheet += 0.5 * log(nearest.by_sheet[k].own / nearest.by_centre[k].other);
        parts.visual += 0.5 * sum.visual / (double)(k + 1) / NEIGHBOURS;
        parts.sheet += 0.5 * sum.sheet / (double)(k + 1) / NEIGHBOURS;
    }
    return parts;
}

TopographicProduct topographic_product(const Retinotopy *retinotopy) {
    OWNED_BY(units_free) Units units = units_of(retinotopy);
    TopographicProduct product = {(double)NAN, (double)NAN, (double)NAN, units.count};
    if (units.count <= NEIGHBOURS)
        return product;
    OWNED Parts *parts = allocate(units.count, sizeof *parts);
    double least = pow(TOPOGRAPHIC_LEAST * retinotopy->spacing, 2) * retinotopy_scale(retinotopy);
#pragma omp parallel for schedule(static)
    for (size_t j = 0; j < units.count; j++)
        parts[j] = parts_of(&units, j, least);
    product.visual = product.sheet = 0;
    for (size_t j = 0; j < units.count; j++) {
        product.visual += parts[j].visual / (double)units.count;
        product.sheet += parts[j].sheet / (double)units.count;
    }
    product.product = product.visual + product.sheet;
    return product;
}
