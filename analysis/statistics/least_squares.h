// SPDX-License-Identifier: GPL-3.0-or-later
// LeastSquares: a nonlinear fit, the parameters at which the sum of squared residuals is least,
// found from a start by GSL's trust-region search.
#pragma once

#include <gsl/gsl_multifit_nlinear.h>
#include <stddef.h>

typedef struct {
    size_t points, parameters; // residuals; what they depend on
    int (*residuals)(const gsl_vector *at, void *data, gsl_vector *out);
    int (*jacobian)(const gsl_vector *at, void *data, gsl_matrix *out); // NULL: by differences
    void *data;
    size_t iterations; // the maximum
    // The search ends where a step, relative to the parameters, or the gradient, or the change of
    // the squares is as small as this.
    double least_step, least_gradient, least_change;
} LeastSquares;

// Searches from `at` and leaves the result there. Returns the sum of squared residuals; without
// convergence INFINITY, and `at` stays as it was. `error`, unless NULL: the parameters' standard
// errors.
double least_squares_search(const LeastSquares *problem, double *at, double *error);

// A linear fit: the `found` that minimises the sum of squared residuals |values - columns found|^2,
// for columns[points][parameters]. Returns that sum; INFINITY, with `found` as it was, on failure.
double least_squares_linear(const double *columns, const double *values, size_t points,
                            size_t parameters, double *found);

// Akaike's information criterion, corrected for few points (Hurvich & Tsai 1989, Biometrika
// 76:297), of a fit with normal residuals; of two fits to the same points that with the smaller
// value is the better one. NAN for fewer points than parameters + 3.
double least_squares_information(double squares, size_t points, size_t parameters);
