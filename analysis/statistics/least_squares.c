// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/least_squares.h"

#include "base/memory.h"

#include <assert.h>
#include <gsl/gsl_multifit.h>
#include <math.h>
#include <string.h>

// From the covariance at the place that was found.
static void read_errors(const LeastSquares *problem, gsl_multifit_nlinear_workspace *workspace,
                        double squares, double *error) {
    size_t n = problem->parameters;
    OWNED double *values = allocate(n * n, sizeof *values);
    gsl_matrix_view covariance = gsl_matrix_view_array(values, n, n);
    gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(workspace), 0, &covariance.matrix);
    double variance = squares / (double)(problem->points - n);
    for (size_t k = 0; k < n; k++)
        error[k] = sqrt(variance * gsl_matrix_get(&covariance.matrix, k, k));
}

double least_squares_search(const LeastSquares *problem, double *at, double *error) {
    gsl_multifit_nlinear_parameters settings = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *workspace = gsl_multifit_nlinear_alloc(
        gsl_multifit_nlinear_trust, &settings, problem->points, problem->parameters);
    assert(workspace != NULL);
    gsl_multifit_nlinear_fdf functions = {.f = problem->residuals,
                                          .df = problem->jacobian,
                                          .n = problem->points,
                                          .p = problem->parameters,
                                          .params = problem->data};
    gsl_vector_view start = gsl_vector_view_array(at, problem->parameters);
    double squares = (double)INFINITY;
    int information;
    if (gsl_multifit_nlinear_init(&start.vector, &functions, workspace) == GSL_SUCCESS &&
        gsl_multifit_nlinear_driver(problem->iterations, problem->least_step,
                                    problem->least_gradient, problem->least_change, NULL, NULL,
                                    &information, workspace) == GSL_SUCCESS) {
        const gsl_vector *left = gsl_multifit_nlinear_residual(workspace);
        memcpy(at, gsl_multifit_nlinear_position(workspace)->data,
               problem->parameters * sizeof *at);
        squares = 0;
        for (size_t i = 0; i < problem->points; i++)
            squares += gsl_vector_get(left, i) * gsl_vector_get(left, i);
        if (error)
            read_errors(problem, workspace, squares, error);
    }
    gsl_multifit_nlinear_free(workspace);
    return isfinite(squares) ? squares : (double)INFINITY;
}

double least_squares_linear(const double *columns, const double *values, size_t points,
                            size_t parameters, double *found) {
    size_t n = parameters;
    OWNED double *at = allocate(n, sizeof *at), *errors = allocate(n * n, sizeof *errors);
    gsl_matrix_const_view matrix = gsl_matrix_const_view_array(columns, points, n);
    gsl_vector_const_view wanted = gsl_vector_const_view_array(values, points);
    gsl_vector_view solution = gsl_vector_view_array(at, n);
    gsl_matrix_view covariance = gsl_matrix_view_array(errors, n, n);
    gsl_multifit_linear_workspace *workspace = gsl_multifit_linear_alloc(points, n);
    assert(workspace != NULL);
    double squares = (double)INFINITY;
    int status = gsl_multifit_linear(&matrix.matrix, &wanted.vector, &solution.vector,
                                     &covariance.matrix, &squares, workspace);
    gsl_multifit_linear_free(workspace);
    if (status != GSL_SUCCESS)
        return (double)INFINITY;
    memcpy(found, at, n * sizeof *found);
    return squares;
}

double least_squares_information(double squares, size_t points, size_t parameters) {
    double n = (double)points, k = (double)parameters + 1; // the residuals' variance is one, too
    return n > k + 1 ? n * log(squares / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1) : (double)NAN;
}
