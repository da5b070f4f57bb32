// SPDX-License-Identifier: GPL-3.0-or-later
// TorusShift: what a relation between two maps would be by chance: the points of one map are moved
// over the other by one of the eight symmetries of the square, or the four of a map that is not
// square, then round the torus by whole samples.
//
// Both maps keep their spacing and their smoothness; only their relation is lost. Places are
// (column, row) in samples, columns to the right, rows down, in [0, width) and [0, height), those
// of the torus: the map's own where it is periodic. An open map has one less of each, its
// plaquettes, and is wrapped round at its edges as though it were periodic, so that places just
// inside an edge come to lie beside places from the opposite one.
#pragma once

#include "base/random.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t width, height;
    bool transpose, flip_columns, flip_rows; // in this order
    size_t columns, rows;                    // the shift
} TorusShift;

// The shift that moves nothing; and a random one, each symmetry and each shift equally likely.
TorusShift torus_shift_none(size_t width, size_t height);
TorusShift torus_shift_draw(RandomDraws *draws, size_t width, size_t height);

// Moves a place, and turns a direction that goes with it. A coordinate that is neither flipped nor
// shifted stays as it is, even on the far edge.
void torus_shift_place(const TorusShift *shift, double *column, double *row);
void torus_shift_direction(const TorusShift *shift, double *columns, double *rows);

// A value beside those of n shifts; shifts whose value is NAN are left out.
typedef struct {
    size_t count;           // of the shifts that count
    double mean, deviation; // of the shifted values; NAN where there are too few
    double p;               // (1 + shifted values not below the value) / (1 + count)
} ShiftTest;
ShiftTest shift_test(double value, const double *shifted, size_t n);
