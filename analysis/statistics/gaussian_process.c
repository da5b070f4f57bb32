// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/gaussian_process.h"

#include "base/memory.h"
#include "statistics/box_search.h"

#include <assert.h>
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

// Numbers are standardised: less their mean, over their standard deviation.
static const double PLANE = 10;      // prior standard deviation of height and slopes: any plane
static const double LENGTH_SD = 1;   // of the logarithm of a length, about 0
static const double ROUNDING = 1e-9; // added to the diagonal

// What is learned, as shares of the range of its logarithm: noise and size in standard deviations,
// and one length after another in widths of the cube.
enum { NOISE, SIZE, LENGTH };
static const double LOW[] = {1e-3, 1e-2, 0.1}, HIGH[] = {3, 10, 10};

struct GaussianProcess {
    size_t points, dimensions;
    double *place;   // [points][dimensions]
    double *value;   // [points] standardised
    double *draws;   // [points]
    double mean, sd; // of the numbers
    double within;   // standardised
    size_t degrees;
    double noise, size; // variances
    double *length;     // [dimensions]
    gsl_matrix *factor; // [points][points] Cholesky's, of the covariance
    gsl_vector *weight; // [points] inverse covariance times value
    double *room;       // [points]
};

static double covariance(const GaussianProcess *process, const double *a, const double *b) {
    double plane = 1, distance = 0;
    for (size_t k = 0; k < process->dimensions; k++) {
        double apart = (a[k] - b[k]) / process->length[k];
        plane += (2 * a[k] - 1) * (2 * b[k] - 1);
        distance += apart * apart;
    }
    return PLANE * PLANE * plane + process->size * exp(-0.5 * distance);
}

// Factors the covariance of the points for the present noise, size and lengths. False where
// rounding spoils it.
static bool factor(GaussianProcess *process) {
    size_t n = process->points, d = process->dimensions;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++)
            gsl_matrix_set(process->factor, i, j,
                           covariance(process, process->place + i * d, process->place + j * d));
        double *own = gsl_matrix_ptr(process->factor, i, i);
        *own += process->noise / process->draws[i] + ROUNDING * *own;
    }
    gsl_vector_view value = gsl_vector_view_array(process->value, n);
    if (gsl_linalg_cholesky_decomp1(process->factor) != GSL_SUCCESS)
        return false;
    gsl_vector_memcpy(process->weight, &value.vector);
    return gsl_linalg_cholesky_svx(process->factor, process->weight) == GSL_SUCCESS;
}

// -2 log likelihood of the draws, with the prior of the lengths.
static double unlikelihood(GaussianProcess *process) {
    if (!factor(process))
        return (double)INFINITY;
    double fit = 0, volume = 0, prior = 0;
    for (size_t i = 0; i < process->points; i++) {
        fit += process->value[i] * gsl_vector_get(process->weight, i);
        volume += 2 * log(gsl_matrix_get(process->factor, i, i));
    }
    for (size_t k = 0; k < process->dimensions; k++)
        prior += pow(log(process->length[k]) / LENGTH_SD, 2);
    return fit + volume + prior + log(process->noise) * (double)process->degrees +
           process->within / process->noise;
}

static double between(size_t k, double share) {
    return LOW[k] * pow(HIGH[k] / LOW[k], share);
}

static double unlikelihood_at(const double *share, void *context) {
    GaussianProcess *process = context;
    process->noise = pow(between(NOISE, share[NOISE]), 2);
    process->size = pow(between(SIZE, share[SIZE]), 2);
    for (size_t k = 0; k < process->dimensions; k++)
        process->length[k] = between(LENGTH, share[LENGTH + k]);
    return unlikelihood(process);
}

// Searches from a rough and from a fine function: which explains the draws is not always clear.
static void learn(GaussianProcess *process) {
    static const double STARTS[][3] = {{0.5, 0.65, 0.5}, {0.75, 0.3, 0.7}};
    size_t n = LENGTH + process->dimensions;
    OWNED double *at = allocate(n, sizeof *at), *best = allocate(n, sizeof *best);
    double least = (double)INFINITY;
    for (size_t s = 0; s < sizeof STARTS / sizeof *STARTS; s++) {
        for (size_t k = 0; k < n; k++)
            at[k] = STARTS[s][k < LENGTH ? k : LENGTH];
        double found = box_search(unlikelihood_at, process, n, 0.2, at);
        if (s == 0 || found < least) {
            least = found;
            memcpy(best, at, n * sizeof *best);
        }
    }
    unlikelihood_at(best, process);
}

static void standardise(GaussianProcess *process, const ProcessData *data) {
    double squares = 0;
    for (size_t i = 0; i < data->points; i++)
        process->mean += data->mean[i] / (double)data->points;
    for (size_t i = 0; i < data->points; i++)
        squares += pow(data->mean[i] - process->mean, 2);
    process->sd = sqrt((squares + data->within) / (double)(data->points + data->degrees));
    if (!(process->sd > 0)) // all are the same
        process->sd = 1;
    for (size_t i = 0; i < data->points; i++)
        process->value[i] = (data->mean[i] - process->mean) / process->sd;
    process->within = data->within / (process->sd * process->sd);
    process->degrees = data->degrees;
}

static void make_room(GaussianProcess *process) {
    if (process->factor) {
        gsl_matrix_free(process->factor);
        gsl_vector_free(process->weight);
        release(process->room);
    }
    process->factor = gsl_matrix_alloc(process->points, process->points);
    process->weight = gsl_vector_alloc(process->points);
    process->room = allocate(process->points, sizeof *process->room);
    assert(process->factor && process->weight);
}

GaussianProcess *gaussian_process_learn(const ProcessData *data) {
    size_t n = data->points, d = data->dimensions;
    assert(n >= 2);
    GaussianProcess *process = allocate(1, sizeof *process);
    *process = (GaussianProcess){.points = n,
                                 .dimensions = d,
                                 .place = allocate(n * d, sizeof(double)),
                                 .value = allocate(n, sizeof(double)),
                                 .draws = allocate(n, sizeof(double)),
                                 .length = allocate(d, sizeof(double))};
    memcpy(process->place, data->place, n * d * sizeof(double));
    memcpy(process->draws, data->draws, n * sizeof(double));
    standardise(process, data);
    make_room(process);
    learn(process);
    return process;
}

void gaussian_process_free(GaussianProcess *process) {
    if (process == NULL)
        return;
    gsl_matrix_free(process->factor);
    gsl_vector_free(process->weight);
    release(process->room);
    release(process->place);
    release(process->value);
    release(process->draws);
    release(process->length);
    release(process);
}

static ProcessValue standardised_at(const GaussianProcess *process, const double *place) {
    gsl_vector_view room = gsl_vector_view_array(process->room, process->points);
    for (size_t i = 0; i < process->points; i++)
        process->room[i] = covariance(process, place, process->place + i * process->dimensions);
    ProcessValue value;
    gsl_blas_ddot(&room.vector, process->weight, &value.mean);
    gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, process->factor, &room.vector);
    double known;
    gsl_blas_ddot(&room.vector, &room.vector, &known);
    value.variance = fmax(0, covariance(process, place, place) - known);
    return value;
}

ProcessValue gaussian_process_at(const GaussianProcess *process, const double *place) {
    ProcessValue value = standardised_at(process, place);
    return (ProcessValue){process->mean + process->sd * value.mean,
                          process->sd * process->sd * value.variance};
}

// An array with room for one more row of `width` numbers; the old one is released.
static double *lengthened(double *old, size_t rows, size_t width, const double *row) {
    double *array = allocate((rows + 1) * width, sizeof *array);
    memcpy(array, old, rows * width * sizeof *array);
    memcpy(array + rows * width, row, width * sizeof *array);
    release(old);
    return array;
}

void gaussian_process_expect(GaussianProcess *process, const double *place, double draws) {
    double value = standardised_at(process, place).mean;
    process->place = lengthened(process->place, process->points, process->dimensions, place);
    process->value = lengthened(process->value, process->points, 1, &value);
    process->draws = lengthened(process->draws, process->points, 1, &draws);
    process->points++;
    make_room(process);
    factor(process);
}

double gaussian_process_noise(const GaussianProcess *process) {
    return process->sd * sqrt(process->noise);
}
