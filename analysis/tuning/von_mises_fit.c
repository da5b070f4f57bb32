// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/von_mises_fit.h"

#include "base/memory.h"
#include "measure/selectivity.h"
#include "statistics/least_squares.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

// The baseline is the square of the first parameter, so that it is never below 0.
enum { ROOT_BASELINE, AMPLITUDE, PREFERENCE, LOG_CONCENTRATION, PARAMETERS };
enum { FEWEST = 6, ITERATIONS = 200 };

static const double LEAST_R2 = 0.5;

typedef struct {
    const double *response;
    size_t n;
} Samples;

static double sample_angle(size_t j, size_t n) {
    return M_PI * (double)j / (double)n;
}

static int residuals(const gsl_vector *parameters, void *data, gsl_vector *out) {
    const Samples *samples = data;
    const double *at = parameters->data;
    for (size_t j = 0; j < samples->n; j++) {
        double off = 2 * (sample_angle(j, samples->n) - at[PREFERENCE]);
        double bell = exp(exp(at[LOG_CONCENTRATION]) * (cos(off) - 1));
        gsl_vector_set(out, j,
                       at[ROOT_BASELINE] * at[ROOT_BASELINE] + at[AMPLITUDE] * bell -
                           samples->response[j]);
    }
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *parameters, void *data, gsl_matrix *out) {
    const Samples *samples = data;
    const double *at = parameters->data;
    double concentration = exp(at[LOG_CONCENTRATION]);
    for (size_t j = 0; j < samples->n; j++) {
        double off = 2 * (sample_angle(j, samples->n) - at[PREFERENCE]);
        double bell = exp(concentration * (cos(off) - 1)), slope = at[AMPLITUDE] * bell;
        gsl_matrix_set(out, j, ROOT_BASELINE, 2 * at[ROOT_BASELINE]);
        gsl_matrix_set(out, j, AMPLITUDE, bell);
        gsl_matrix_set(out, j, PREFERENCE, 2 * slope * concentration * sin(off));
        gsl_matrix_set(out, j, LOG_CONCENTRATION, slope * concentration * (cos(off) - 1));
    }
    return GSL_SUCCESS;
}

// Searches from `at`, which the result replaces. Returns the sum of squared residuals, or INFINITY
// where the amplitude is not above 0.
static double search(Samples *samples, double at[PARAMETERS]) {
    const LeastSquares problem = {samples->n, PARAMETERS, residuals, jacobian, samples,
                                  ITERATIONS, 1e-9,       1e-9,      0};
    double squares = least_squares_search(&problem, at, NULL);
    return at[AMPLITUDE] > 0 ? squares : (double)INFINITY;
}

static VonMisesFit refuse(const char *why) {
    double none = (double)NAN;
    return (VonMisesFit){none, none, none, none, none, none, why};
}

// The parameters are those of responses divided by `scale`.
static VonMisesFit describe(const double at[PARAMETERS], double scale, double r2, size_t n) {
    double concentration = exp(at[LOG_CONCENTRATION]), preference = fmod(at[PREFERENCE], M_PI);
    double half_width = 0.5 * acos(1 - M_LN2 / concentration); // NAN where the curve is too flat
    if (half_width < 0.5 * M_PI / (double)n)
        return refuse("the peak is narrower than the step between orientations");
    preference += preference < 0 ? M_PI : 0;
    return (VonMisesFit){scale * at[ROOT_BASELINE] * at[ROOT_BASELINE],
                         scale * at[AMPLITUDE],
                         concentration,
                         preference < M_PI ? preference : 0,
                         half_width,
                         r2,
                         NULL};
}

VonMisesFit von_mises_fit(const double *response, size_t n) {
    static const double concentrations[] = {1, 4, 16};
    if (n < FEWEST)
        return refuse("fewer than 6 orientations");
    double low = response[0], high = response[0], mean = 0, about_mean = 0;
    for (size_t j = 0; j < n; j++) {
        low = fmin(low, response[j]);
        high = fmax(high, response[j]);
        mean += response[j] / (double)n;
    }
    for (size_t j = 0; j < n; j++)
        about_mean += (response[j] - mean) * (response[j] - mean);
    Selectivity tuning = selectivity_from_responses(response, n);
    if (!isfinite(mean) || !(high > low) || !isfinite(tuning.preference))
        return refuse("the responses are all alike, or one is not finite");

    // In units of the maximum response, so that the search does not depend on the scale.
    OWNED double *scaled = allocate(n, sizeof *scaled);
    double best[PARAMETERS] = {0}, least = (double)INFINITY;
    for (size_t j = 0; j < n; j++)
        scaled[j] = response[j] / high;
    Samples samples = {scaled, n};
    for (size_t k = 0; k < sizeof concentrations / sizeof *concentrations; k++) {
        double at[PARAMETERS] = {sqrt(fmax(low / high, 0.01)), 1 - low / high, tuning.preference,
                                 log(concentrations[k])};
        double squares = search(&samples, at);
        if (squares < least) {
            least = squares;
            memcpy(best, at, sizeof best);
        }
    }
    if (!isfinite(least))
        return refuse("the fit did not converge to an upright peak");
    double r2 = 1 - least * high * high / about_mean;
    if (r2 < LEAST_R2)
        return refuse("the fit explains less than half of the variance");
    return describe(best, high, r2, n);
}

double von_mises_fit_at(const VonMisesFit *fit, double theta) {
    return fit->baseline +
           fit->amplitude * exp(fit->concentration * (cos(2 * (theta - fit->preference)) - 1));
}
