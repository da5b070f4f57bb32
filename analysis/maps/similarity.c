// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/similarity.h"

#include <assert.h>
#include <complex.h>
#include <math.h>

static double complex sample(const ComplexMap *map, size_t i) {
    return map->real[i] + map->imaginary[i] * (double complex)I;
}

double similarity_stability(const ComplexMap *a, const ComplexMap *b) {
    assert(a->height == b->height && a->width == b->width);
    double sum = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < a->height * a->width; i++) {
        if (!map_has_preference(a, i) || !map_has_preference(b, i))
            continue;
        double twice = fabs(carg(sample(a, i)) - carg(sample(b, i)));
        sum += 0.5 * fmin(twice, 2.0 * M_PI - twice);
        count++;
    }
    return count > 0 ? 1.0 - 4.0 / M_PI * sum / (double)count : (double)NAN;
}

double similarity_correlation(const ComplexMap *a, const ComplexMap *b, double *rotation) {
    assert(a->height == b->height && a->width == b->width);
    double complex product = 0.0;
    double square_a = 0.0, square_b = 0.0;
    for (size_t i = 0; i < a->height * a->width; i++) {
        if (!map_has_preference(a, i) || !map_has_preference(b, i))
            continue;
        double complex za = sample(a, i), zb = sample(b, i);
        product += conj(za) * zb;
        square_a += creal(za * conj(za));
        square_b += creal(zb * conj(zb));
    }
    bool defined = square_a > 0.0 && square_b > 0.0;
    if (rotation != NULL)
        *rotation = defined ? 0.5 * carg(product) : (double)NAN;
    return defined ? cabs(product) / sqrt(square_a * square_b) : (double)NAN;
}

double similarity_of_scalars(const double *a, const double *b, size_t n) {
    double sum_a = 0.0, sum_b = 0.0, product = 0.0, square_a = 0.0, square_b = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(a[i]) && isfinite(b[i])) {
            sum_a += a[i];
            sum_b += b[i];
            count++;
        }
    double mean_a = sum_a / (double)count, mean_b = sum_b / (double)count;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(a[i]) || !isfinite(b[i]))
            continue;
        product += (a[i] - mean_a) * (b[i] - mean_b);
        square_a += (a[i] - mean_a) * (a[i] - mean_a);
        square_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    bool defined = square_a > 0.0 && square_b > 0.0;
    return defined ? product / sqrt(square_a * square_b) : (double)NAN;
}
