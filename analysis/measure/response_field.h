// SPDX-License-Identifier: GPL-3.0-or-later
// ResponseField: a unit's receptive field from its responses to a probe at the points of a square
// grid in visual space.
//
// Responses are interpolated bilinearly between the points, at 4 x 4 places in each cell of the
// grid, so that areas are finer than the probe's steps. The field ends at the edge of the grid.
#pragma once

#include <stddef.h>

// Points in row-major order, row 0 at the top. The middle one lies at (0, 0); x goes right, y up.
typedef struct {
    size_t side; // points, at least 2
    double step; // between them
} ProbeGrid;

static inline double probe_grid_x(const ProbeGrid *grid, size_t column) {
    return ((double)column - 0.5 * (double)(grid->side - 1)) * grid->step;
}

static inline double probe_grid_y(const ProbeGrid *grid, size_t row) {
    return -probe_grid_x(grid, row);
}

typedef struct {
    double peak; // the maximum response at a point, at least 0
    double x, y; // centroid, weighted by response, of the part at or above half the peak; NAN where
                 // the peak is 0
    double area; // of the same part; NAN where the peak is 0
} ResponseField;

// Of response[side * side].
ResponseField response_field_of(const float *response, const ProbeGrid *grid);

// The area where the response is at least `level`, which is above 0.
double response_field_area(const float *response, const ProbeGrid *grid, double level);
