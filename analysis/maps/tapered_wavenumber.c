// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/tapered_wavenumber.h"

#include "base/memory.h"
#include "maps/fourier.h"

#include <math.h>

static double taper_at(const Map *map, size_t i) {
    double row = (double)(i / map->width) + 0.5, column = (double)(i % map->width) + 0.5;
    return map->periodic
               ? 1.0
               : sin(M_PI * row / (double)map->height) * sin(M_PI * column / (double)map->width);
}

// The tapered samples less their mean, as interleaved complex numbers, with 0 for missing ones; to
// be released.
static double *tapered_field(const Map *map) {
    size_t n = map->height * map->width;
    double *field = allocate(2 * n, sizeof *field);
    double sum = 0.0, real = 0.0, imaginary = 0.0;
    for (size_t i = 0; i < n; i++) {
        double weight = map_has_sample(map, i) ? pow(taper_at(map, i), 2) : 0.0;
        if (weight > 0.0) {
            sum += weight;
            real += weight * map->real[i];
            imaginary += map->imaginary ? weight * map->imaginary[i] : 0.0;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (!map_has_sample(map, i))
            continue;
        field[2 * i] = taper_at(map, i) * (map->real[i] - real / sum);
        if (map->imaginary)
            field[2 * i + 1] = taper_at(map, i) * (map->imaginary[i] - imaginary / sum);
    }
    return field;
}

// The variance of the taper's blur in one direction, cycles^2 per extent^2.
static double blur_of(const Map *map) {
    double height = (double)map->height, width = (double)map->width;
    return map->periodic ? 0.0 : (height / width + width / height) / 8.0;
}

double tapered_wavenumber(const Map *map, double lowest, double highest) {
    size_t height = map->height, width = map->width;
    double extent = sqrt((double)(height * width)), power = 0.0, first = 0.0, inverse = 0.0;
    OWNED double *field = tapered_field(map);
    fourier_forward(field, height, width);
    for (size_t i = 0; i < height * width; i++) {
        double k = extent *
                   hypot(fourier_frequency(i / width, height), fourier_frequency(i % width, width));
        if (!(k > 0.0 && k >= lowest && k <= highest))
            continue;
        double here = field[2 * i] * field[2 * i] + field[2 * i + 1] * field[2 * i + 1];
        power += here;
        first += here * k;
        inverse += here / k;
    }
    return (first - 0.5 * blur_of(map) * inverse) / power;
}
