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

typedef struct {
    size_t height, width, reach;
    bool periodic;
    const double *kernel; // [2 reach + 1]
} Smoother;

// One pass along n numbers `stride` apart; what lies beyond open ends counts as 0.
static void smooth_line(const Smoother *smoother, const double *in, double *out, size_t n,
                        size_t stride) {
    long reach = (long)smoother->reach, length = (long)n;
    for (long i = 0; i < length; i++) {
        double sum = 0.0;
        for (long d = -reach; d <= reach; d++) {
            long from = i + d;
            if (smoother->periodic)
                from = (from % length + length) % length;
            else if (from < 0 || from >= length)
                continue;
            sum += smoother->kernel[reach + d] * in[(size_t)from * stride];
        }
        out[(size_t)i * stride] = sum;
    }
}

static void smooth_plane(const Smoother *smoother, double *plane, double *scratch) {
    for (size_t row = 0; row < smoother->height; row++)
        smooth_line(smoother, plane + row * smoother->width, scratch + row * smoother->width,
                    smoother->width, 1);
    for (size_t column = 0; column < smoother->width; column++)
        smooth_line(smoother, scratch + column, plane + column, smoother->height, smoother->width);
}

void smoothing_plane(double *plane, size_t height, size_t width, const double *kernel, size_t reach,
                     double *scratch) {
    smooth_plane(&(Smoother){height, width, reach, false, kernel}, plane, scratch);
}

// Smooths planes in place, where a sample is there only if all its planes are finite.
static void smooth(size_t height, size_t width, bool periodic, double sigma, double *const *planes,
                   size_t count) {
    size_t n = height * width, reach = smoothing_reach(sigma);
    OWNED double *kernel = allocate(2 * reach + 1, sizeof *kernel),
                 *scratch = allocate(n, sizeof *kernel), *there = allocate(n, sizeof *there),
                 *weight = allocate(n, sizeof *weight);
    smoothing_kernel(sigma, kernel);
    Smoother smoother = {height, width, reach, periodic, kernel};
    for (size_t i = 0; i < n; i++) {
        there[i] = 1.0;
        for (size_t p = 0; p < count; p++)
            there[i] = isfinite(planes[p][i]) ? there[i] : 0.0;
        weight[i] = there[i];
    }
    smooth_plane(&smoother, weight, scratch);
    for (size_t p = 0; p < count; p++) {
        for (size_t i = 0; i < n; i++)
            planes[p][i] = there[i] > 0.0 ? planes[p][i] : 0.0;
        smooth_plane(&smoother, planes[p], scratch);
        for (size_t i = 0; i < n; i++)
            planes[p][i] = there[i] > 0.0 ? planes[p][i] / weight[i] : (double)NAN;
    }
}

ComplexMap *smoothing_complex(const ComplexMap *map, double sigma) {
    ComplexMap *smoothed = map_copy(map);
    if (sigma > 0.0)
        smooth(map->height, map->width, map->periodic, sigma,
               (double *const[]){smoothed->real, smoothed->imaginary}, 2);
    return smoothed;
}

ScalarMap *smoothing_scalar(const ScalarMap *map, double sigma) {
    ScalarMap *smoothed = scalar_map_copy(map);
    if (sigma > 0.0)
        smooth(map->height, map->width, map->periodic, sigma, (double *const[]){smoothed->value},
               1);
    return smoothed;
}
