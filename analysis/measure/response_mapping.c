// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/response_mapping.h"

#include "base/memory.h"
#include "base/walk.h"

ProbeGrid probe_grid(double step, double half_range) {
    return (ProbeGrid){1 + 2 * (size_t)floor(half_range / step + 1e-9), step};
}

// Spots in the order of presentation: light ones at PLACES neighbouring places, then dark ones
// there, then on to the next places nearby. Successive spots drive the same units, so that trials
// that run at once share their active sources (trials.h).
typedef struct {
    const SpotProtocol *protocol;
    double contrast; // 0: a blank screen
    size_t points;
    size_t *point; // [points] of the grid, in the order of walk.h; owned
} Spots;

enum { PLACES = TRIALS }; // so that all trials of a set have one sign

// The index of the k-th spot's place in the order, and whether the spot is dark.
static size_t place_of(const Spots *spots, size_t k, bool *dark) {
    size_t first = k / (2 * PLACES) * PLACES, left = spots->points - first,
           n = left < PLACES ? left : PLACES, i = k - 2 * first;
    *dark = i >= n;
    return first + (*dark ? i - n : i);
}

// A spot ends at 1 / 2^24 of its height, the rounding error of a float. On a background of 0 most
// units are then silent, and are skipped.
static const double LEAST_SHARE = 0x1p-24;

// exp(-d^2 / 2 sigma^2) for distances d along one axis, the short way round on a torus.
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
    bool seen = probe_is_seen(protocol->eye, sheet);
    bool dark;
    size_t point = spots->point[place_of(spots, k, &dark)];
    double height = seen ? (dark ? -spots->contrast : spots->contrast) : 0;
    OWNED double *across = allocate(geometry->n, sizeof *across),
                 *down = allocate(geometry->n, sizeof *down);
    profile_along(geometry, false, probe_grid_x(grid, point % grid->side), protocol->sigma, across);
    profile_along(geometry, true, probe_grid_y(grid, point / grid->side), protocol->sigma, down);
    for (size_t i = 0; i < geometry->n; i++)
        for (size_t j = 0; j < geometry->n; j++) {
            double share = down[i] * across[j];
            activity[i * geometry->n + j] =
                (float)(protocol->background + (share < LEAST_SHARE ? 0 : height * share));
        }
}

enum { BATCH = 8 * PLACES }; // places whose responses are copied at once, for speed

typedef struct {
    const Spots *spots;
    size_t units;
    const double *blank; // [units]
    float *shown;        // [BATCH][units]
    float *response;     // [units][points]
} Filed;

static void file_responses(const Filed *filed, size_t first, size_t n) {
    const Spots *spots = filed->spots;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < filed->units; unit++)
        for (size_t i = 0; i < n; i++)
            filed->response[unit * spots->points + spots->point[first + i]] =
                filed->shown[i * filed->units + unit];
}

// Keeps the larger response of both polarities.
static void keep_response(void *kept, size_t k, const float *activity) {
    const Filed *filed = kept;
    bool dark;
    size_t place = place_of(filed->spots, k, &dark), units = filed->units;
    float *shown = filed->shown + place % BATCH * units;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < units; unit++) {
        float response = (float)((double)activity[unit] - filed->blank[unit]);
        if (!dark || response > shown[unit])
            shown[unit] = response;
    }
    if (dark && ((place + 1) % BATCH == 0 || place + 1 == filed->spots->points))
        file_responses(filed, place / BATCH * BATCH, place % BATCH + 1);
}

void probe_spots(Probe *probe, Sheet *sheet, const SpotProtocol *protocol, float *response,
                 double *blank) {
    size_t units = sheet->units;
    OWNED float *shown = allocate(BATCH * units, sizeof *shown);
    size_t side = protocol->grid.side;
    Spots spots = {protocol, 0, side * side, walk_of(side)};
    probe_show(probe, draw_spot, &spots, 0, RESPOND_SETTLED);
    for (size_t unit = 0; unit < units; unit++)
        blank[unit] = (double)sheet->activity[unit];
    Filed filed = {&spots, units, blank, shown, response};
    spots.contrast = protocol->contrast;
    probe_each(probe, sheet, RESPOND_SETTLED, draw_spot, &spots, 2 * spots.points, PLACES,
               keep_response, &filed);
    release(spots.point);
}
