// SPDX-License-Identifier: GPL-3.0-or-later
#include "dominance/border_distance.h"

#include "base/memory.h"
#include "maps/plaquette.h"

#include <math.h>

BorderDistance *border_distance_new(const ScalarMap *map, const Contour *border) {
    BorderDistance *distance = allocate(1, sizeof *distance);
    *distance = (BorderDistance){map->height, map->width, map->periodic, border,
                                 allocate(map->height + 1, sizeof(size_t))};
    for (size_t row = 0, k = 0; row <= map->height; row++) {
        while (k < border->count && border->list[k].row < row)
            k++;
        distance->first[row] = k;
    }
    return distance;
}

void border_distance_free(BorderDistance *distance) {
    if (distance == NULL)
        return;
    release(distance->first);
    release(distance);
}

// The squared distance from the origin to the nearest point of a segment.
static double squared_to_segment(double complex from, double complex to) {
    double complex along = to - from;
    double length = creal(along) * creal(along) + cimag(along) * cimag(along);
    double share = length > 0.0 ? -creal(conj(along) * from) / length : 0.0;
    double complex nearest = from + fmin(fmax(share, 0.0), 1.0) * along;
    return creal(nearest) * creal(nearest) + cimag(nearest) * cimag(nearest);
}

// The least squared distance to the pieces in a row of plaquettes whose top is `down` below the
// place; `best` if that is smaller.
static double squared_to_row(const BorderDistance *distance, size_t row, double down, double column,
                             double best) {
    for (size_t k = distance->first[row]; k < distance->first[row + 1]; k++) {
        const ContourPiece *piece = &distance->border->list[k];
        double right = (double)piece->column - column;
        if (distance->periodic)
            right -= (double)distance->columns *
                     round((right + 0.5) / (double)distance->columns); // of the plaquette's middle
        double complex corner = right + (double complex)I * down;
        best = fmin(best,
                    squared_to_segment(corner + piece->segment.from, corner + piece->segment.to));
    }
    return best;
}

// Searches the rows of plaquettes from the place outwards, until they are too far away.
double border_distance_at(const BorderDistance *distance, double column, double row) {
    long rows = (long)distance->rows, own = (long)floor(row),
         furthest = distance->periodic ? rows / 2 + 1 : rows;
    double best = (double)INFINITY;
    for (long away = 0; away <= furthest && (double)(away - 1) < sqrt(best); away++)
        for (int side = -1; side <= 1; side += 2) {
            long at = own + side * away;
            double down = (double)at - row;
            if (distance->periodic)
                at = (at % rows + rows) % rows;
            if (at >= 0 && at < rows && (side > 0 || away > 0))
                best = squared_to_row(distance, (size_t)at, down, column, best);
        }
    return isfinite(best) ? sqrt(best) : (double)NAN;
}

double border_distance_of_pinwheels(const BorderDistance *distance, const Pinwheels *pinwheels,
                                    const TorusShift *shift) {
    double sum = 0.0;
    for (size_t k = 0; k < pinwheels->count; k++) {
        double column = pinwheels->list[k].column, row = pinwheels->list[k].row;
        torus_shift_place(shift, &column, &row);
        sum += border_distance_at(distance, column, row);
    }
    return pinwheels->count > 0 ? sum / (double)pinwheels->count : (double)NAN;
}

double border_distance_everywhere(const BorderDistance *distance) {
    enum { FINE = 4 };
    size_t rows = FINE * plaquettes_along(distance->rows, distance->periodic),
           columns = FINE * plaquettes_along(distance->columns, distance->periodic);
    double sum = 0.0;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            sum += border_distance_at(distance, ((double)column + 0.5) / FINE,
                                      ((double)row + 0.5) / FINE);
    return sum / (double)(rows * columns);
}
