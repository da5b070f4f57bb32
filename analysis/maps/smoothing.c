// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/smoothing.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>

size_t smoothing_reach(double sigma) {
    assert(sigma >= 0.0);
    return (size_t)ceil(4.0 * sigma);
}

void smoothing_kernel(double sigma, double *kernel) {
    size_t reach = smoothing_reach(sigma);
    double sum = 0.0;
    for (size_t k = 0; k <= 2 * reach; k++) {
        double distance = (double)k - (double)reach;
        kernel[k] = reach > 0 ? exp(-0.5 * distance * distance / (sigma * sigma)) : 1.0;
        sum += kernel[k];
    }
    for (size_t k = 0; k <= 2 * reach; k++)
        kernel[k] /= sum;
}

// The sample i + d of n in a line, which may lie beyond its ends; false where there is none.
static bool neighbour(size_t i, long d, size_t n, bool periodic, size_t *from) {
    long length = (long)n, place = (long)i + d;
    if (periodic)
        place = (place % length + length) % length;
    *from = (size_t)place;
    return place >= 0 && place < length;
}

// Along a row; what lies beyond open ends counts as 0.
static void smooth_row(const double *kernel, long reach, bool periodic, const double *in,
                       double *out, size_t width) {
    for (size_t i = 0; i < width; i++) {
        double sum = 0.0;
        for (long d = -reach; d <= reach; d++) {
            size_t from;
            if (neighbour(i, d, width, periodic, &from))
                sum += kernel[reach + d] * in[from];
        }
        out[i] = sum;
    }
}

// Across rows: all columns of row `row` side by side, so that memory is read in order.
static void smooth_across(const double *kernel, long reach, bool periodic, const double *in,
                          double *out, size_t row, size_t height, size_t width) {
    for (size_t column = 0; column < width; column++)
        out[column] = 0.0;
    for (long d = -reach; d <= reach; d++) {
        size_t from;
        if (!neighbour(row, d, height, periodic, &from))
            continue;
        double weight = kernel[reach + d];
        const double *samples = in + from * width;
        for (size_t column = 0; column < width; column++)
            out[column] += weight * samples[column];
    }
}

void smoothing_plane(double *plane, size_t height, size_t width, bool periodic,
                     const double *kernel, size_t reach, double *scratch) {
#pragma omp parallel for if (height * width >= FEWEST_SAMPLES_FOR_THREADS)
    for (size_t row = 0; row < height; row++)
        smooth_row(kernel, (long)reach, periodic, plane + row * width, scratch + row * width,
                   width);
#pragma omp parallel for if (height * width >= FEWEST_SAMPLES_FOR_THREADS)
    for (size_t row = 0; row < height; row++)
        smooth_across(kernel, (long)reach, periodic, scratch, plane + row * width, row, height,
                      width);
}

Map *smoothing_of(const Map *map, double sigma) {
    Map *smoothed = map_copy(map);
    if (!(sigma > 0.0))
        return smoothed;
    size_t n = map->height * map->width, reach = smoothing_reach(sigma);
    OWNED double *kernel = allocate(2 * reach + 1, sizeof *kernel),
                 *scratch = allocate(n, sizeof *kernel), *weight = allocate(n, sizeof *weight);
    smoothing_kernel(sigma, kernel);
    for (size_t i = 0; i < n; i++)
        weight[i] = map_has_sample(map, i) ? 1.0 : 0.0;
    smoothing_plane(weight, map->height, map->width, map->periodic, kernel, reach, scratch);
    double *const planes[] = {smoothed->value, smoothed->imaginary};
    for (size_t p = 0; p < 2 && planes[p]; p++) {
        for (size_t i = 0; i < n; i++)
            planes[p][i] = map_has_sample(map, i) ? planes[p][i] : 0.0;
        smoothing_plane(planes[p], map->height, map->width, map->periodic, kernel, reach, scratch);
        for (size_t i = 0; i < n; i++)
            planes[p][i] = map_has_sample(map, i) ? planes[p][i] / weight[i] : (double)NAN;
    }
    return smoothed;
}
