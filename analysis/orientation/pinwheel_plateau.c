// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/pinwheel_plateau.h"

#include "base/memory.h"
#include "maps/map_filter.h"
#include "maps/pinwheels.h"
#include "statistics/least_squares.h"

#include <math.h>

enum { CUTS = PINWHEEL_PLATEAU_CUTS, PARAMETERS = 3 };

static const double FIRST = 0.2, STEP = 0.025, STEEPNESS = 0.05, SHORTEST = 0.15;

// The gain of the filter at a frequency; `settings` is the cut-off, in cycles per sample.
static double low_pass_at(const void *settings, double x, double y) {
    double cut = *(const double *)settings;
    return 1 / (1 + exp((hypot(x, y) - cut) / (STEEPNESS * cut)));
}

// The pinwheel density of the map filtered with a cut-off frequency.
static double density_at(const ComplexMap *map, const MapFilter *filter, double cut,
                         double wavelength) {
    size_t n = filter->rows * filter->columns;
    OWNED double *field = allocate(2 * n, sizeof *field);
    map_filter_field(filter, low_pass_at, &cut, filter->rows, filter->columns, field);
    OWNED_BY(map_free_owned) ComplexMap *filtered = map_copy(map);
    for (size_t i = 0; i < map->height * map->width; i++) {
        size_t at = i / map->width * filter->columns + i % map->width;
        bool there = map_has_sample(map, i);
        filtered->real[i] = there ? field[2 * at] : (double)NAN;
        filtered->imaginary[i] = there ? field[2 * at + 1] : (double)NAN;
    }
    OWNED_BY(pinwheels_free_owned) Pinwheels *pinwheels = pinwheels_new(filtered);
    return pinwheels_density(pinwheels, wavelength);
}

// Fits the curve with breaks at a and b. Returns the sum of squared residuals, and its level.
static double fit(const PinwheelPlateau *plateau, double a, double b, double *level) {
    double columns[CUTS * PARAMETERS], found[PARAMETERS] = {0};
    for (size_t k = 0; k < CUTS; k++) {
        columns[PARAMETERS * k] = 1;
        columns[PARAMETERS * k + 1] = fmin(plateau->cut[k] - a, 0);
        columns[PARAMETERS * k + 2] = fmax(plateau->cut[k] - b, 0);
    }
    double squares = least_squares_linear(columns, plateau->density, CUTS, PARAMETERS, found);
    *level = found[0];
    return squares;
}

PinwheelPlateau pinwheel_plateau_of(const ComplexMap *map, double wavelength) {
    double none = (double)NAN, least = (double)INFINITY;
    PinwheelPlateau plateau = {.value = none, .low = none, .high = none};
    if (!isfinite(wavelength))
        return plateau;
    OWNED_BY(map_filter_free)
    MapFilter filter = map_filter_new(map, (size_t)ceil(2 * wavelength));
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < CUTS; k++) {
        plateau.cut[k] = FIRST + STEP * (double)k;
        plateau.density[k] =
            density_at(map, &filter, 1 / (plateau.cut[k] * wavelength), wavelength);
    }
    if (!isfinite(plateau.density[0]))
        return plateau;
    for (size_t i = 0; i < CUTS; i++)
        for (size_t j = i + (size_t)lround(SHORTEST / STEP); j < CUTS; j++) {
            double level, squares = fit(&plateau, plateau.cut[i], plateau.cut[j], &level);
            if (squares < least) {
                least = squares;
                plateau.value = level;
                plateau.low = plateau.cut[i];
                plateau.high = plateau.cut[j];
            }
        }
    return plateau;
}
