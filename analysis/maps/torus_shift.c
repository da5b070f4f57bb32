// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/torus_shift.h"

#include <math.h>

TorusShift torus_shift_none(size_t width, size_t height) {
    return (TorusShift){.width = width, .height = height};
}

TorusShift torus_shift_draw(RandomDraws *draws, size_t width, size_t height) {
    uint32_t symmetry = width == height ? random_integer(draws, 8) : 2 * random_integer(draws, 4);
    TorusShift shift = {width, height, symmetry & 1, symmetry & 2, symmetry & 4, 0, 0};
    shift.columns = random_integer(draws, (uint32_t)width);
    shift.rows = random_integer(draws, (uint32_t)height);
    return shift;
}

static void swap(double *a, double *b) {
    double kept = *a;
    *a = *b;
    *b = kept;
}

static double moved(double place, bool flip, size_t by, size_t side) {
    if (!flip && by == 0)
        return place;
    double to = fmod((flip ? (double)side - place : place) + (double)by, (double)side);
    return to < (double)side ? to : 0.0;
}

void torus_shift_place(const TorusShift *shift, double *column, double *row) {
    if (shift->transpose)
        swap(column, row);
    *column = moved(*column, shift->flip_columns, shift->columns, shift->width);
    *row = moved(*row, shift->flip_rows, shift->rows, shift->height);
}

void torus_shift_direction(const TorusShift *shift, double *columns, double *rows) {
    if (shift->transpose)
        swap(columns, rows);
    *columns = shift->flip_columns ? -*columns : *columns;
    *rows = shift->flip_rows ? -*rows : *rows;
}

ShiftTest shift_test(double value, const double *shifted, size_t n) {
    ShiftTest test = {0};
    double sum = 0.0, squares = 0.0;
    size_t reached = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(shifted[i])) {
            test.count++;
            sum += shifted[i];
            reached += shifted[i] >= value ? 1 : 0;
        }
    test.mean = test.count > 0 ? sum / (double)test.count : (double)NAN;
    for (size_t i = 0; i < n; i++)
        if (isfinite(shifted[i]))
            squares += (shifted[i] - test.mean) * (shifted[i] - test.mean);
    test.deviation = test.count > 1 ? sqrt(squares / (double)(test.count - 1)) : (double)NAN;
    test.p = isfinite(value) && test.count > 0
                 ? (1.0 + (double)reached) / (1.0 + (double)test.count)
                 : (double)NAN;
    return test;
}
