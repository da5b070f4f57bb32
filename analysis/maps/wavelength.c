// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/wavelength.h"

#include "base/memory.h"
#include "statistics/least_squares.h"

#include <math.h>
#include <string.h>

enum { PARAMETERS = WAVELENGTH_PARAMETERS, STARTS = 2, ITERATIONS = 200 };

typedef struct {
    const double *radius, *amplitude;
    size_t count;
} Profile;

double wavelength_fitted(const double fit[PARAMETERS], double k) {
    double distance = (k - fit[1]) / fit[2];
    return fit[0] * exp(-0.5 * distance * distance) + fit[3] + fit[4] * k + fit[5] * k * k;
}

static int residuals(const gsl_vector *parameters, void *data, gsl_vector *out) {
    const Profile *profile = data;
    double fit[PARAMETERS];
    for (size_t j = 0; j < PARAMETERS; j++)
        fit[j] = gsl_vector_get(parameters, j);
    for (size_t i = 0; i < profile->count; i++)
        gsl_vector_set(out, i, wavelength_fitted(fit, profile->radius[i]) - profile->amplitude[i]);
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *parameters, void *data, gsl_matrix *out) {
    const Profile *profile = data;
    double height = gsl_vector_get(parameters, 0), centre = gsl_vector_get(parameters, 1),
           width = gsl_vector_get(parameters, 2);
    for (size_t i = 0; i < profile->count; i++) {
        double k = profile->radius[i], distance = (k - centre) / width;
        double bell = exp(-0.5 * distance * distance);
        gsl_matrix_set(out, i, 0, bell);
        gsl_matrix_set(out, i, 1, height * bell * distance / width);
        gsl_matrix_set(out, i, 2, height * bell * distance * distance / width);
        gsl_matrix_set(out, i, 3, 1.0);
        gsl_matrix_set(out, i, 4, k);
        gsl_matrix_set(out, i, 5, k * k);
    }
    return GSL_SUCCESS;
}

// One fit from one start, which it replaces. Returns the sum of squared residuals, or INFINITY
// without convergence.
static double fit_from(Profile *profile, double fit[PARAMETERS]) {
    const LeastSquares problem = {profile->count, PARAMETERS, residuals, jacobian, profile,
                                  ITERATIONS,     1e-8,       1e-8,      1e-10};
    return least_squares_search(&problem, fit, NULL);
}

// Maps of selectivity or of an index reach this range. The search stops by absolute limits, and is
// too early elsewhere.
static const double LOWEST = 0x1p-14, HIGHEST = 1.0;

// The power of two by which the profile is scaled for the fit: 1 inside the range; elsewhere the
// highest amplitude comes to lie between 1/2 and 1.
static double scale_of(double highest) {
    int exponent = 0;
    if (highest < LOWEST || highest > HIGHEST)
        frexp(highest, &exponent);
    return ldexp(1.0, -exponent);
}

// The same curve for amplitudes divided by `scale`.
static void rescale(double fit[PARAMETERS], double scale) {
    static const size_t amplitudes[] = {0, 3, 4, 5};
    for (size_t j = 0; j < sizeof amplitudes / sizeof *amplitudes; j++)
        fit[amplitudes[j]] /= scale;
}

// The best of the fits whose peak is upright and near the highest annulus; false when there is
// none.
static bool fit_peak(const Spectrum *spectrum, size_t highest, double fit[PARAMETERS]) {
    static const double widths[STARTS] = {1.3, 4.0};
    if (spectrum->annuli < PARAMETERS)
        return false;
    double scale = scale_of(spectrum->amplitude[highest]), mean = 0.0;
    OWNED double *amplitude = allocate(spectrum->annuli, sizeof *amplitude);
    for (size_t i = 0; i < spectrum->annuli; i++)
        amplitude[i] = scale * spectrum->amplitude[i];
    Profile profile = {spectrum->radius, amplitude, spectrum->annuli};
    for (size_t i = 0; i < profile.count; i++)
        mean += profile.amplitude[i] / (double)profile.count;
    double peak = profile.radius[highest], lowest_cost = (double)INFINITY;
    for (size_t j = 0; j < STARTS; j++) {
        double trial[PARAMETERS] = {profile.amplitude[highest] - mean, peak, widths[j], mean, 0, 0};
        double cost = fit_from(&profile, trial);
        bool there = trial[0] > 0.0 && trial[1] > 0.5 * peak && trial[1] < 2.0 * peak;
        if (there && cost < lowest_cost) {
            lowest_cost = cost;
            memcpy(fit, trial, sizeof trial);
        }
    }
    rescale(fit, scale);
    return isfinite(lowest_cost);
}

// The moments of k over the power between half and twice the peak's wavenumber.
static void measure_moments(const Spectrum *spectrum, Wavelength *wavelength) {
    double peak = wavelength->peak_wavenumber, sum = 0.0, first = 0.0, second = 0.0;
    for (size_t row = 0; row < spectrum->height; row++) {
        for (size_t column = 0; column < spectrum->width; column++) {
            double k = spectrum_wavenumber(spectrum, row, column);
            if (k < 0.5 * peak || k > 2.0 * peak)
                continue;
            double power = spectrum->power[row * spectrum->width + column];
            sum += power;
            first += power * k;
            second += power * k * k;
        }
    }
    wavelength->mean_wavenumber = spectrum->extent * sum / first;
    wavelength->variation = second * sum / (first * first) - 1.0;
}

// See ring_prominence in the header.
static double prominence(const Spectrum *spectrum, size_t highest) {
    double peak = spectrum->radius[highest], inner = 0.0, outer = 0.0;
    size_t inner_count = 0, outer_count = 0;
    for (size_t i = 0; i < spectrum->annuli; i++) {
        double k = spectrum->radius[i];
        if (i < highest && (i == 0 || k <= 0.5 * peak)) {
            inner += spectrum->amplitude[i];
            inner_count++;
        } else if (k >= 2.0 * peak) {
            outer += spectrum->amplitude[i];
            outer_count++;
        }
    }
    if (inner_count == 0 || outer_count == 0)
        return 0.0;
    double side = fmax(inner / (double)inner_count, outer / (double)outer_count);
    return 1.0 - side / spectrum->amplitude[highest];
}

Wavelength wavelength_from_spectrum(const Spectrum *spectrum) {
    Wavelength wavelength = {.peak_wavenumber = (double)NAN,
                             .peak_fit = (double)NAN,
                             .mean_wavenumber = (double)NAN,
                             .variation = (double)NAN,
                             .ring_prominence = (double)NAN};
    size_t highest = 0;
    for (size_t i = 1; i < spectrum->annuli; i++)
        if (spectrum->amplitude[i] > spectrum->amplitude[highest])
            highest = i;
    if (spectrum->annuli < 4) {
        wavelength.reason = "the map is too small for a spectrum";
        return wavelength;
    }
    if (!(spectrum->amplitude[highest] > 0.0)) {
        wavelength.reason = "the map is the same everywhere";
        return wavelength;
    }
    wavelength.ring_prominence = prominence(spectrum, highest);
    if (highest == 0) {
        wavelength.reason = "the power is highest at the lowest wavenumber of the map";
        return wavelength;
    }
    wavelength.fit_converged = fit_peak(spectrum, highest, wavelength.fit);
    wavelength.peak_wavenumber =
        wavelength.fit_converged ? wavelength.fit[1] : spectrum->radius[highest];
    wavelength.peak_fit = spectrum->extent / wavelength.peak_wavenumber;
    measure_moments(spectrum, &wavelength);
    wavelength.ring =
        wavelength.fit_converged && wavelength.ring_prominence >= WAVELENGTH_RING_THRESHOLD;
    return wavelength;
}

Wavelength wavelength_of(const Map *map) {
    OWNED_BY(spectrum_free) Spectrum spectrum = spectrum_new(map);
    return wavelength_from_spectrum(&spectrum);
}
