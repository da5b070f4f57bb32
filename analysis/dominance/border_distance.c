// SPDX-License-Identifier: GPL-3.0-or-later
#include "dominance/border_distance.h"

#include "maps/plaquette.h"

#include <math.h>

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
static double squared_to_row(const Contour *border, size_t row, double down, double column,
                             double best) {
    for (size_t k = border->first[row]; k < border->first[row + 1]; k++) {
        const ContourPiece *piece = &border->list[k];
        double right = (double)piece->column - column;
        if (border->periodic)
            right -= (double)border->width *
                     round((right + 0.5) / (double)border->width); // of the plaquette's middle
        double complex corner = right + (double complex)I * down;
        best = fmin(best,
                    squared_to_segment(corner + piece->segment.from, corner + piece->segment.to));
    }
    return best;
}

// Searches the rows of plaquettes from the place outwards, until they are too far away.
double border_distance_at(const Contour *border, double column, double row) {
    long rows = (long)border->height, own = (long)floor(row),
         furthest = border->periodic ? rows / 2 + 1 : rows;
    double best = (double)INFINITY;
    for (long away = 0; away <= furthest && (double)(away - 1) < sqrt(best); away++)
        for (int side = -1; side <= 1; side += 2) {
            long at = own + side * away;
            double down = (double)at - row;
            if (border->periodic)
                at = (at % rows + rows) % rows;
            if (at >= 0 && at < rows && (side > 0 || away > 0))
                best = squared_to_row(border, (size_t)at, down, column, best);
        }
    return isfinite(best) ? sqrt(best) : (double)NAN;
}

// Are the four samples of the plaquette there?
static bool is_there(const ScalarMap *index, double column, double row) {
    size_t corner[4];
    plaquette_corners(index->height, index->width, (size_t)row, (size_t)column, corner);
    for (size_t k = 0; k < 4; k++)
        if (!map_has_sample(index, corner[k]))
            return false;
    return true;
}

double border_distance_of_pinwheels(const Contour *border, const ScalarMap *index,
                                    const Pinwheels *pinwheels, const TorusShift *shift) {
    double sum = 0.0;
    size_t count = 0;
    for (size_t k = 0; k < pinwheels->count; k++) {
        double column = pinwheels->list[k].column, row = pinwheels->list[k].row;
        torus_shift_place(shift, &column, &row);
        if (is_there(index, column, row)) {
            sum += border_distance_at(border, column, row);
            count++;
        }
    }
    return count > 0 ? sum / (double)count : (double)NAN;
}

double border_distance_everywhere(const Contour *border, const ScalarMap *index) {
    enum { FINE = 4 };
    size_t rows = FINE * plaquettes_along(border->height, border->periodic),
           columns = FINE * plaquettes_along(border->width, border->periodic), count = 0;
    double sum = 0.0;
    for (size_t i = 0; i < rows * columns; i++) {
        double column = ((double)(i % columns) + 0.5) / FINE,
               row = ((double)(i / columns) + 0.5) / FINE;
        if (is_there(index, column, row)) {
            sum += border_distance_at(border, column, row);
            count++;
        }
    }
    return count > 0 ? sum / (double)count : (double)NAN;
}
