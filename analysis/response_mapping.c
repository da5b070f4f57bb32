// SPDX-License-Identifier: GPL-3.0-or-later
#include "response_mapping.h"

#include "memory.h"

#include <string.h>

ProbeGrid probe_grid(double step, double half_range) {
    return (ProbeGrid){1 + 2 * (size_t)floor(half_range / step + 1e-9), step};
}

// At each place a light spot, then a dark one.
typedef struct {
    const SpotProtocol *protocol;
    double contrast; // 0: a blank screen
} Spots;

// A spot ends where it is 1 / 2^24 of its height, the rounding of a float. On a background of 0
// most units are then silent, and skipped.
static const double LEAST_SHARE = 0x1p-24;

// exp(-d^2 / 2 sigma^2) of the distances along one axis, the short way round on a torus.
static void profile_along(const Geometry *geometry, bool rows, double centre, double sigma,
                          double *profile) {
    for (size_t k = 0; k < geometry->n; k++) {
        double place = rows ? geometry_y(geometry, k) : geometry_x(geometry, k);
        double distance = geometry_distance(geometry, centre, place) / sigma;
        profile[k] = exp(-0.5 * distance * distance);
    }
}

static void draw_spot(void *stimuli, size_t k, const Sheet *sheet, float *activity) {
    const Spots *spots = stimuli;
    const SpotProtocol *protocol = spots->protocol;
    const ProbeGrid *grid = &protocol->grid;
    const Geometry *geometry = &sheet->geometry;
    bool seen = protocol->eye == NO_EYE || sheet->eye == NO_EYE || sheet->eye == protocol->eye;
    double height = seen ? (k % 2 == 0 ? spots->contrast : -spots->contrast) : 0;
    double *across = allocate(geometry->n, sizeof *across),
           *down = allocate(geometry->n, sizeof *down);
    profile_along(geometry, false, probe_grid_x(grid, k / 2 % grid->side), protocol->sigma, across);
    profile_along(geometry, true, probe_grid_y(grid, k / 2 / grid->side), protocol->sigma, down);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double share = down[i] * across[j];
            activity[i * geometry->n + j] =
                (float)(protocol->background + (share < LEAST_SHARE ? 0 : height * share));
        }
    release(down);
    release(across);
}

enum { BATCH = 32 }; // places whose responses are filed at once, a unit's side by side

// Where responses are kept.
typedef struct {
    size_t units, points;
    const double *blank; // [units]
    float *shown;        // [BATCH][units]
    float *response;     // [units][points]
} Filed;

// The larger one of both polarities.
static void keep_response(void *kept, size_t k, const float *activity) {
    const Filed *filed = kept;
    size_t point = k / 2, units = filed->units;
    float *shown = filed->shown + point % BATCH * units;
    for (size_t unit = 0; unit < units; unit++) {
        float response = (float)((double)activity[unit] - filed->blank[unit]);
        if (k % 2 == 0 || response > shown[unit])
            shown[unit] = response;
    }
    size_t n = point % BATCH + 1, first = point + 1 - n;
    if (k % 2 == 0 || (n < BATCH && point + 1 < filed->points))
        return;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < units; unit++)
        for (size_t i = 0; i < n; i++)
            filed->response[unit * filed->points + first + i] = filed->shown[i * units + unit];
}

void probe_spots(Probe *probe, Sheet *sheet, const SpotProtocol *protocol, float *response,
                 double *blank) {
    const ProbeGrid *grid = &protocol->grid;
    size_t points = grid->side * grid->side, units = sheet->units;
    float *shown = allocate(BATCH * units, sizeof *shown);
    Spots spots = {protocol, 0};
    probe_show(probe, draw_spot, &spots, 0, RESPOND_SETTLED);
    for (size_t unit = 0; unit < units; unit++)
        blank[unit] = (double)sheet->activity[unit];
    Filed filed = {units, points, blank, shown, response};
    spots.contrast = protocol->contrast;
    probe_each(probe, sheet, RESPOND_SETTLED, draw_spot, &spots, 2 * points, keep_response, &filed);
    release(shown);
}
