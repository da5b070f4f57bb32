// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/noise_mapping.h"

#include "base/memory.h"
#include "model/trials.h"

#include <math.h>

enum { BATCH = MOST_TRIALS }; // frames whose responses are added up at once

typedef struct {
    const NoiseProtocol *protocol;
    const float *sign; // [frames][side * side]; NULL: a blank screen
} Noise;

// The cells that a unit's square covers along one axis: `count` cells from `first` on. Some of them
// may lie beyond the grid.
typedef struct {
    long first;
    size_t count;
    double from, to; // the unit's edges, in cells
} Cells;

static Cells cells_of(const Geometry *geometry, bool rows, size_t k, const ProbeGrid *grid) {
    double place = rows ? -geometry_y(geometry, k) : geometry_x(geometry, k),
           middle = place / grid->step + 0.5 * (double)grid->side,
           half = 0.5 / (geometry->density * grid->step);
    Cells cells = {lround(floor(middle - half)), 0, middle - half, middle + half};
    cells.count = (size_t)(lround(floor(middle + half)) - cells.first + 1);
    return cells;
}

// The mean of the cells' values over a unit's square; values beyond the grid are 0. `stride` is the
// step from one cell's value to the next.
static double mean_over(const Cells *cells, const ProbeGrid *grid, const double *value,
                        size_t stride) {
    double sum = 0;
    for (size_t i = 0; i < cells->count; i++) {
        long cell = cells->first + (long)i;
        if (cell >= 0 && cell < (long)grid->side)
            sum += value[(size_t)cell * stride] *
                   (fmin(cells->to, (double)cell + 1) - fmax(cells->from, (double)cell));
    }
    return sum / (cells->to - cells->from);
}

// A unit sees the mean over its square, taken first along rows, then down columns.
static void draw_frame(void *stimuli, size_t k, const Sheet *sheet, float *activity) {
    const Noise *noise = stimuli;
    const NoiseProtocol *protocol = noise->protocol;
    const ProbeGrid *grid = &protocol->grid;
    const Geometry *geometry = &sheet->geometry;
    size_t n = geometry->n, side = grid->side;
    bool seen = noise->sign && probe_is_seen(protocol->eye, sheet);
    OWNED double *sign = allocate(side, sizeof *sign), *along = allocate(side * n, sizeof *along);
    for (size_t row = 0; row < side && seen; row++) {
        for (size_t column = 0; column < side; column++)
            sign[column] = (double)noise->sign[(k * side + row) * side + column];
        for (size_t j = 0; j < n; j++) {
            Cells cells = cells_of(geometry, false, j, grid);
            along[row * n + j] = mean_over(&cells, grid, sign, 1);
        }
    }
    for (size_t i = 0; i < n; i++) {
        Cells cells = cells_of(geometry, true, i, grid);
        for (size_t j = 0; j < n; j++)
            activity[i * n + j] =
                (float)(protocol->background +
                        protocol->contrast * mean_over(&cells, grid, along + j, n));
    }
}

static void draw_signs(const NoiseProtocol *protocol, uint64_t frame, float *sign) {
    RandomDraws draws = random_draws(protocol->stream, frame);
    for (size_t k = 0; k < protocol->grid.side * protocol->grid.side; k++)
        sign[k] = random_integer(&draws, 2) ? 1.0f : -1.0f;
}

// Sums over frames.
typedef struct {
    size_t units, points;
    float *sign, *activity; // [BATCH][points], [BATCH][units] of one batch; activity less that on a
                            // blank screen, so that silent units add nothing
    double *signs;          // [points]
    double *mean, *square;  // [units] of activity and its square
    float *product;         // [units][points] of activity times sign; borrowed. The rounding error
                            // of a float, 1e-7 a frame, is far below that of chance, 1
} CovarianceSums;

static CovarianceSums sums_new(const Sheet *sheet, const NoiseProtocol *protocol, float *product) {
    size_t units = sheet->units, points = protocol->grid.side * protocol->grid.side;
    for (size_t i = 0; i < units * points; i++)
        product[i] = 0;
    return (CovarianceSums){.units = units,
                            .points = points,
                            .sign = allocate(BATCH * points, sizeof(float)),
                            .activity = allocate(BATCH * units, sizeof(float)),
                            .signs = allocate(points, sizeof(double)),
                            .mean = allocate(units, sizeof(double)),
                            .square = allocate(units, sizeof(double)),
                            .product = product};
}

static void sums_free(CovarianceSums *sums) {
    release(sums->square);
    release(sums->mean);
    release(sums->signs);
    release(sums->activity);
    release(sums->sign);
}

// Adds n frames, in their order for each unit.
static void add_batch(CovarianceSums *sums, size_t n) {
    for (size_t k = 0; k < n; k++)
        for (size_t point = 0; point < sums->points; point++)
            sums->signs[point] += (double)sums->sign[k * sums->points + point];
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sums->units; unit++)
        for (size_t k = 0; k < n; k++) {
            float activity = sums->activity[k * sums->units + unit],
                  *product = sums->product + unit * sums->points;
            const float *sign = sums->sign + k * sums->points;
            if (activity == 0)
                continue;
            sums->mean[unit] += (double)activity;
            sums->square[unit] += (double)activity * (double)activity;
            for (size_t point = 0; point < sums->points; point++)
                product[point] += activity * sign[point];
        }
}

// Turns the sums into |k|, or into 0 everywhere where the kernel does not stand out from chance.
static void find_kernels(CovarianceSums *sums, uint64_t frames) {
    double n = (double)frames;
#pragma omp parallel for schedule(static)
    for (size_t unit = 0; unit < sums->units; unit++) {
        float *product = sums->product + unit * sums->points;
        double mean = sums->mean[unit] / n, largest = 0,
               variance = fmax(sums->square[unit] / n - mean * mean, 0);
        for (size_t point = 0; point < sums->points; point++) {
            double kernel = fabs((double)product[point] - mean * sums->signs[point]) / n;
            largest = fmax(largest, kernel);
            product[point] = (float)kernel;
        }
        if (largest < NOISE_LEAST * sqrt(variance / n))
            for (size_t point = 0; point < sums->points; point++)
                product[point] = 0;
    }
}

typedef struct {
    CovarianceSums *sums;
    const double *blank; // [units]
} Frames;

static void keep_frame(void *kept, size_t k, const float *activity) {
    const Frames *frames = kept;
    CovarianceSums *sums = frames->sums;
    for (size_t unit = 0; unit < sums->units; unit++)
        sums->activity[k * sums->units + unit] =
            (float)((double)activity[unit] - frames->blank[unit]);
}

void probe_noise(Probe *probe, Sheet *sheet, const NoiseProtocol *protocol, float *response,
                 double *blank) {
    OWNED_BY(sums_free) CovarianceSums sums = sums_new(sheet, protocol, response);
    Noise noise = {protocol, NULL};
    Frames frames = {&sums, blank};
    probe_show(probe, draw_frame, &noise, 0, RESPOND_SETTLED);
    for (size_t unit = 0; unit < sheet->units; unit++)
        blank[unit] = (double)sheet->activity[unit];
    noise.sign = sums.sign;
    for (uint64_t first = 0; first < protocol->frames; first += BATCH) {
        uint64_t left = protocol->frames - first;
        size_t n = left < BATCH ? (size_t)left : BATCH;
        for (size_t k = 0; k < n; k++)
            draw_signs(protocol, first + k, sums.sign + k * sums.points);
        probe_each(probe, sheet, RESPOND_SETTLED, draw_frame, &noise, n, 1, keep_frame, &frames);
        add_batch(&sums, n);
    }
    find_kernels(&sums, protocol->frames);
}
