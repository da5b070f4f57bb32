// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/orientation_histogram.h"

#include <assert.h>
#include <math.h>

size_t orientation_histogram(const ComplexMap *map, size_t bins, double *share) {
    assert(bins >= 1);
    for (size_t j = 0; j < bins; j++)
        share[j] = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < map->height * map->width; i++) {
        if (!map_has_preference(map, i))
            continue;
        double angle = map_preference(map, i / map->width, i % map->width);
        share[(size_t)(angle / M_PI * (double)bins + 0.5) % bins] += 1.0;
        count++;
    }
    for (size_t j = 0; j < bins && count > 0; j++)
        share[j] /= (double)count;
    return count;
}

OrientationBias orientation_histogram_bias(const ComplexMap *map) {
    double cosine2 = 0.0, sine2 = 0.0, cosine4 = 0.0, sine4 = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < map->height * map->width; i++) {
        if (!map_has_preference(map, i))
            continue;
        double magnitude = hypot(map->real[i], map->imaginary[i]);
        double c = map->real[i] / magnitude, s = map->imaginary[i] / magnitude;
        cosine2 += c;
        sine2 += s;
        cosine4 += c * c - s * s;
        sine4 += 2.0 * c * s;
        count++;
    }
    if (count == 0)
        return (OrientationBias){(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    double angle = 0.5 * atan2(sine2, cosine2), n = (double)count;
    return (OrientationBias){.bias = hypot(cosine2, sine2) / n,
                             .bias_angle = angle < 0.0 ? angle + M_PI : angle,
                             .fourfold_bias = hypot(cosine4, sine4) / n,
                             .cardinal_bias = cosine4 / n};
}
