// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/response_field.h"

#include <assert.h>
#include <math.h>

enum { FINE = 4 }; // places along each side of a cell

// Sums over the places at which a response is at least a level.
typedef struct {
    double count, response, x, y; // x, y: weighted by response
} Moments;

// Adds the cell whose top left point is at `corner`, in that column and row of the grid.
static void add_cell(const float *corner, size_t side, double column, double row, double level,
                     Moments *moments) {
    double a = (double)corner[0], b = (double)corner[1], c = (double)corner[side],
           d = (double)corner[side + 1];
    if (a < level && b < level && c < level && d < level)
        return;
    for (int i = 0; i < FINE; i++)
        for (int j = 0; j < FINE; j++) {
            double v = (i + 0.5) / FINE, u = (j + 0.5) / FINE;
            double response = (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * c + u * d);
            if (response < level)
                continue;
            moments->count++;
            moments->response += response;
            moments->x += response * (column + u);
            moments->y += response * (row + v);
        }
}

static Moments moments_of(const float *response, const ProbeGrid *grid, double level) {
    assert(grid->side >= 2 && level > 0);
    Moments moments = {0};
    for (size_t i = 0; i + 1 < grid->side; i++)
        for (size_t j = 0; j + 1 < grid->side; j++)
            add_cell(response + i * grid->side + j, grid->side, (double)j, (double)i, level,
                     &moments);
    return moments;
}

static double area_of(const Moments *moments, const ProbeGrid *grid) {
    return moments->count * grid->step * grid->step / (FINE * FINE);
}

ResponseField response_field_of(const float *response, const ProbeGrid *grid) {
    ResponseField field = {0, (double)NAN, (double)NAN, (double)NAN};
    size_t highest = 0;
    for (size_t i = 0; i < grid->side * grid->side; i++)
        if (response[i] > response[highest])
            highest = i;
    field.peak = fmax(0, (double)response[highest]);
    if (!(field.peak > 0))
        return field;
    Moments moments = moments_of(response, grid, 0.5 * field.peak);
    double middle = 0.5 * (double)(grid->side - 1);
    field.area = area_of(&moments, grid);
    field.x = (moments.x / moments.response - middle) * grid->step;
    field.y = (middle - moments.y / moments.response) * grid->step;
    return field;
}

double response_field_area(const float *response, const ProbeGrid *grid, double level) {
    Moments moments = moments_of(response, grid, level);
    return area_of(&moments, grid);
}
