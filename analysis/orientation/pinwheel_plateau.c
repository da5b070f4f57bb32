// SPDX-License-Identifier: GPL-3.0-or-later
#include "orientation/pinwheel_plateau.h"

#include "maps/map_filter.h"
#include "base/memory.h"
#include "maps/pinwheels.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit.h>
#include <math.h>

enum { CUTS = PINWHEEL_PLATEAU_CUTS, PARAMETERS = 3 };

static const double FIRST = 0.2, STEP = 0.025, STEEPNESS = 0.05, SHORTEST = 0.15;

// At a frequency, with the cut-off frequency in cycles per sample.
static double low_pass_at(const void *settings, double x, double y) {
    double cut = *(const double *)settings;
    return 1 / (1 + exp((hypot(x, y) - cut) / (STEEPNESS * cut)));
}

// The density of the map that is filtered with a cut-off frequency.
static double density_at(const ComplexMap *map, const MapFilter *filter, double cut,
                         double wavelength) {
    size_t n = filter->rows * filter->columns;
    OWNED double *field = allocate(2 * n, sizeof *field);
    map_filter_field(filter, low_pass_at, &cut, filter->rows, filter->columns, field);
    ComplexMap *filtered = map_copy(map);
    for (size_t i = 0; i < map->height * map->width; i++) {
        size_t at = i / map->width * filter->columns + i % map->width;
        bool there = isfinite(map->real[i]) && isfinite(map->imaginary[i]);
        filtered->real[i] = there ? field[2 * at] : (double)NAN;
        filtered->imaginary[i] = there ? field[2 * at + 1] : (double)NAN;
    }
    Pinwheels *pinwheels = pinwheels_new(filtered);
    double density = pinwheels_density(pinwheels, wavelength);
    pinwheels_free(pinwheels);
    map_free(filtered);
    return density;
}

// The squares that the curve with these breaks leaves, and its level.
static double fit(const PinwheelPlateau *plateau, double a, double b, double *level) {
    double columns[CUTS * PARAMETERS], found[PARAMETERS], covariance[PARAMETERS * PARAMETERS];
    for (size_t k = 0; k < CUTS; k++) {
        columns[PARAMETERS * k] = 1;
        columns[PARAMETERS * k + 1] = fmin(plateau->cut[k] - a, 0);
        columns[PARAMETERS * k + 2] = fmax(plateau->cut[k] - b, 0);
    }
    gsl_matrix_const_view at = gsl_matrix_const_view_array(columns, CUTS, PARAMETERS);
    gsl_vector_const_view density = gsl_vector_const_view_array(plateau->density, CUTS);
    gsl_vector_view parameters = gsl_vector_view_array(found, PARAMETERS);
    gsl_matrix_view errors = gsl_matrix_view_array(covariance, PARAMETERS, PARAMETERS);
    gsl_multifit_linear_workspace *workspace = gsl_multifit_linear_alloc(CUTS, PARAMETERS);
    assert(workspace != NULL);
    double squares = (double)INFINITY;
    int status = gsl_multifit_linear(&at.matrix, &density.vector, &parameters.vector,
                                     &errors.matrix, &squares, workspace);
    gsl_multifit_linear_free(workspace);
    *level = found[0];
    return status == GSL_SUCCESS ? squares : (double)INFINITY;
}

PinwheelPlateau pinwheel_plateau_of(const ComplexMap *map, double wavelength) {
    double none = (double)NAN, least = (double)INFINITY;
    PinwheelPlateau plateau = {.value = none, .low = none, .high = none};
    if (!isfinite(wavelength))
        return plateau;
    MapFilter *filter = map_filter_new(map, (size_t)ceil(2 * wavelength));
#pragma omp parallel for schedule(dynamic)
    for (size_t k = 0; k < CUTS; k++) {
        plateau.cut[k] = FIRST + STEP * (double)k;
        plateau.density[k] = density_at(map, filter, 1 / (plateau.cut[k] * wavelength), wavelength);
    }
    map_filter_free(filter);
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
