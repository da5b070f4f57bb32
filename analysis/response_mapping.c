// SPDX-License-Identifier: GPL-3.0-or-later
#include "response_mapping.h"

#include "memory.h"

#include <string.h>

ProbeGrid probe_grid(double step, double half_range) {
    return (ProbeGrid){1 + 2 * (size_t)floor(half_range / step + 1e-9), step};
}

typedef struct {
    const SpotProtocol *protocol;
    double x, y, height; // height 0: a blank screen
} Spot;

// exp(-d^2 / 2 sigma^2) of the distances along one axis, the short way round on a torus.
static void profile_along(const Geometry *geometry, bool rows, double centre, double sigma,
                          double *profile) {
    for (size_t k = 0; k < geometry->n; k++) {
        double place = rows ? geometry_y(geometry, k) : geometry_x(geometry, k);
        double distance = geometry_distance(geometry, centre, place) / sigma;
        profile[k] = exp(-0.5 * distance * distance);
    }
}

static void draw_spot(const void *stimulus, const Sheet *sheet, float *activity) {
    const Spot *spot = stimulus;
    const SpotProtocol *protocol = spot->protocol;
    const Geometry *geometry = &sheet->geometry;
    bool seen = protocol->eye == NO_EYE || sheet->eye == NO_EYE || sheet->eye == protocol->eye;
    double height = seen ? spot->height : 0;
    double *across = allocate(geometry->n, sizeof *across),
           *down = allocate(geometry->n, sizeof *down);
    profile_along(geometry, false, spot->x, protocol->sigma, across);
    profile_along(geometry, true, spot->y, protocol->sigma, down);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++)
            activity[i * geometry->n + j] =
                (float)(protocol->background + height * down[i] * across[j]);
    release(down);
    release(across);
}

enum { BATCH = 32 }; // places whose responses are filed at once, a unit's side by side

// The responses to one place: shown[units].
static void show_place(Probe *probe, const Sheet *sheet, Spot *spot, const double *blank,
                       float *shown) {
    for (int polarity = 1; polarity >= -1; polarity -= 2) {
        spot->height = polarity * spot->protocol->contrast;
        probe_show(probe, draw_spot, spot, RESPOND_SETTLED);
        for (size_t unit = 0; unit < sheet->units; unit++) {
            float response = (float)((double)sheet->activity[unit] - blank[unit]);
            if (polarity > 0 || response > shown[unit])
                shown[unit] = response;
        }
    }
}

void probe_spots(Probe *probe, const Sheet *sheet, const SpotProtocol *protocol, float *response,
                 double *blank) {
    const ProbeGrid *grid = &protocol->grid;
    size_t points = grid->side * grid->side, units = sheet->units;
    float *shown = allocate(BATCH * units, sizeof *shown);
    Spot spot = {protocol, 0, 0, 0};
    probe_show(probe, draw_spot, &spot, RESPOND_SETTLED);
    for (size_t unit = 0; unit < units; unit++)
        blank[unit] = (double)sheet->activity[unit];
    for (size_t first = 0; first < points; first += BATCH) {
        size_t n = points - first < BATCH ? points - first : BATCH;
        for (size_t k = 0; k < n; k++) {
            spot.x = probe_grid_x(grid, (first + k) % grid->side);
            spot.y = probe_grid_y(grid, (first + k) / grid->side);
            show_place(probe, sheet, &spot, blank, shown + k * units);
        }
        for (size_t unit = 0; unit < units; unit++)
            for (size_t k = 0; k < n; k++)
                response[unit * points + first + k] = shown[k * units + unit];
    }
    release(shown);
}
