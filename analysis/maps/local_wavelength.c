// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/local_wavelength.h"

#include "base/memory.h"
#include "maps/map_filter.h"

#include <math.h>

enum { WAVELENGTHS = 17, DIRECTIONS = 32, PLACES_PER_WAVELENGTH = 5 };

static const double SHORTEST = 0.6, LONGEST = 1 / 0.6; // of the map's wavelength

typedef struct {
    double x, y;  // of the wave, cycles per sample
    double sigma; // of the Gaussian, samples
} Wavelet;

static double gaussian_at(const void *settings, double x, double y) {
    const Wavelet *wavelet = settings;
    return exp(-0.5 * pow(2 * M_PI * wavelet->sigma, 2) * (x * x + y * y));
}

static double wavelet_at(const void *settings, double x, double y) {
    const Wavelet *wavelet = settings;
    return gaussian_at(settings, x - wavelet->x, y - wavelet->y);
}

static double tried(double wavelength, double k) {
    return wavelength * (SHORTEST + (LONGEST - SHORTEST) * k / (WAVELENGTHS - 1));
}

// The largest response over directions, and their mean, [places] each.
static void respond(const MapFilter *filter, double wavelength, size_t rows, size_t columns,
                    double *largest, double *mean) {
    size_t n = rows * columns;
    OWNED double *field = allocate(2 * n, sizeof *field), *weight = allocate(n, sizeof *weight);
    Wavelet wavelet = {.sigma = LOCAL_WAVELENGTH_WAVES / (2 * M_PI) * wavelength};
    map_filter_envelope(filter, gaussian_at, &wavelet, rows, columns, weight);
    for (size_t d = 0; d < DIRECTIONS; d++) {
        wavelet.x = cos(2 * M_PI * (double)d / DIRECTIONS) / wavelength;
        wavelet.y = sin(2 * M_PI * (double)d / DIRECTIONS) / wavelength;
        map_filter_field(filter, wavelet_at, &wavelet, rows, columns, field);
        for (size_t i = 0; i < n; i++) {
            double response = hypot(field[2 * i], field[2 * i + 1]) / weight[i];
            largest[i] = fmax(largest[i], response);
            mean[i] += response / DIRECTIONS;
        }
    }
}

// The wavelength at a place from its responses, `n` apart; NAN at the ends of the range.
static double best(const double *response, size_t n, double wavelength) {
    size_t highest = 0;
    for (size_t k = 1; k < WAVELENGTHS; k++)
        highest = response[k * n] > response[highest * n] ? k : highest;
    if (highest == 0 || highest == WAVELENGTHS - 1)
        return (double)NAN;
    double before = log(response[(highest - 1) * n]), at = log(response[highest * n]),
           after = log(response[(highest + 1) * n]);
    double off = 0.5 * (before - after) / (before - 2 * at + after);
    return tried(wavelength, (double)highest + (isfinite(off) ? off : 0));
}

static size_t places_along(size_t n, double wavelength) {
    size_t places = (size_t)ceil((double)n * PLACES_PER_WAVELENGTH / wavelength);
    return places < n ? places : n;
}

// Sums over the places that lie in the map, of `places` in all, those with a wavelength alone.
typedef struct {
    double places, count, sum, squares, columns;
} Places;

static Places add_places(const Map *map, const MapFilter *filter, const double *response,
                         size_t rows, size_t columns, double wavelength) {
    Places sums = {0};
    for (size_t i = 0; i < rows * columns; i++) {
        size_t row = i / columns * filter->rows / rows,
               column = i % columns * filter->columns / columns;
        if (row >= map->height || column >= map->width ||
            !map_has_sample(map, row * map->width + column))
            continue;
        sums.places++;
        double found = best(response + i, rows * columns, wavelength);
        if (!isfinite(found))
            continue;
        sums.count++;
        sums.sum += found;
        sums.squares += found * found;
        sums.columns += 1 / (found * found);
    }
    return sums;
}

LocalWavelength local_wavelength_of(const ComplexMap *map, double wavelength, double area) {
    double none = (double)NAN, longest = tried(wavelength, WAVELENGTHS - 1);
    LocalWavelength local = {0, none, none, none, none, none, none};
    if (!isfinite(wavelength))
        return local;
    size_t margin = (size_t)ceil(3 * LOCAL_WAVELENGTH_WAVES / (2 * M_PI) * longest);
    OWNED_BY(map_filter_free) MapFilter filter = map_filter_new(map, margin);
    size_t rows = places_along(filter.rows, wavelength),
           columns = places_along(filter.columns, wavelength), n = rows * columns;
    OWNED double *largest = allocate(WAVELENGTHS * n, sizeof *largest),
                 *mean = allocate(WAVELENGTHS * n, sizeof *mean);
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < WAVELENGTHS; k++)
        respond(&filter, tried(wavelength, (double)k), rows, columns, largest + k * n,
                mean + k * n);
    Places sums = add_places(map, &filter, largest, rows, columns, wavelength);
    local.places = (size_t)sums.places;
    local.found = sums.count / sums.places;
    local.mean = sums.sum / sums.count; // NAN without any
    local.deviation = sqrt(fmax(sums.squares / sums.count - local.mean * local.mean, 0));
    local.hypercolumns = area * sums.columns / sums.count;
    Places averaged = add_places(map, &filter, mean, rows, columns, wavelength);
    local.averaged = averaged.sum / averaged.count;
    local.hypercolumns_averaged = area * averaged.columns / averaged.count;
    return local;
}
