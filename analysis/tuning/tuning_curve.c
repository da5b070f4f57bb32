// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/tuning_curve.h"

#include "base/memory.h"
#include "maps/fourier.h"
#include "measure/selectivity.h"
#include "tuning/von_mises_fit.h"

#include <math.h>
#include <stdbool.h>

static size_t index_of_maximum(const double *response, size_t n) {
    size_t at = 0;
    for (size_t j = 1; j < n; j++)
        at = response[j] > response[at] ? j : at;
    return at;
}

// The steps from the maximum to the level, forwards or backwards.
static double steps_to(const double *response, size_t n, size_t maximum, bool forwards,
                       double level) {
    double before = response[maximum];
    for (size_t k = 1; k < n; k++) {
        double here = response[(maximum + (forwards ? k : n - k)) % n];
        if (here <= level)
            return (double)(k - 1) + (before - level) / (before - here);
        before = here;
    }
    return (double)NAN;
}

// The curve of period n through the responses that has no faster waves than they can tell, at
// `dense` steps to each of theirs; to be released.
static double *interpolated(const double *response, size_t n, size_t dense) {
    size_t total = n * dense;
    OWNED double *wave = allocate(2 * n, sizeof *wave);
    OWNED double *curve = allocate(2 * total, sizeof *curve);
    for (size_t j = 0; j < n; j++)
        wave[2 * j] = response[j];
    fourier_forward(wave, 1, n);
    for (size_t j = 0; j < 2 * n; j++) {
        size_t k = j / 2, part = j % 2;
        bool fastest = 2 * k == n; // belongs to both directions
        double value = wave[j] / (double)n * (fastest && dense > 1 ? 0.5 : 1);
        curve[2 * (2 * k <= n ? k : total - n + k) + part] += value;
        if (fastest && dense > 1)
            curve[2 * (total - k) + part] += value;
    }
    fourier_backward(curve, 1, total);
    double *real = allocate(total, sizeof *real);
    for (size_t j = 0; j < total; j++)
        real[j] = curve[2 * j];
    return real;
}

double tuning_curve_half_width(const double *response, size_t n) {
    enum { STEPS = 360 }; // a circle has at least so many
    size_t dense = n < STEPS ? (STEPS + n - 1) / n : 1, above = 0;
    double lowest = response[0], sum = 0;
    for (size_t j = 0; j < n; j++) {
        lowest = fmin(lowest, response[j]);
        sum += response[j];
    }
    if (!isfinite(sum))
        return (double)NAN;
    OWNED double *curve = interpolated(response, n, dense);
    size_t maximum = index_of_maximum(curve, n * dense);
    double level = 0.5 * (curve[maximum] + lowest);
    for (size_t j = 0; j < n; j++)
        above += response[j] > level ? 1 : 0;
    if (above < 2)
        return (double)NAN;
    double steps = steps_to(curve, n * dense, maximum, true, level) +
                   steps_to(curve, n * dense, maximum, false, level);
    return 0.5 * steps * M_PI / (double)(n * dense);
}

// (preferred - orthogonal) / (preferred + orthogonal) of the responses; for odd n the orthogonal
// one lies between two.
static double raw_osi(const double *response, size_t n) {
    size_t maximum = index_of_maximum(response, n);
    double preferred = response[maximum],
           orthogonal =
               0.5 * (response[(maximum + n / 2) % n] + response[(maximum + (n + 1) / 2) % n]);
    return preferred > 0 ? (preferred - orthogonal) / (preferred + orthogonal) : (double)NAN;
}

TuningCurve tuning_curve_of(const double *response, size_t n) {
    VonMisesFit fit = von_mises_fit(response, n);
    double largest = response[0];
    for (size_t j = 1; j < n; j++)
        largest = fmax(largest, response[j]);
    double preferred = von_mises_fit_at(&fit, fit.preference),
           orthogonal = von_mises_fit_at(&fit, fit.preference + 0.5 * M_PI);
    return (TuningCurve){selectivity_from_responses(response, n).selectivity,
                         largest,
                         (preferred - orthogonal) / (preferred + orthogonal),
                         fit.half_width,
                         fit.r2,
                         raw_osi(response, n),
                         tuning_curve_half_width(response, n)};
}

double tuning_curve_modulation(const double *response, size_t n) {
    double mean = 0, real = 0, imaginary = 0;
    for (size_t k = 0; k < n; k++) {
        double phase = 2 * M_PI * (double)k / (double)n, r = fmax(response[k], 0) / (double)n;
        mean += r;
        real += 2 * r * cos(phase);
        imaginary += 2 * r * sin(phase);
    }
    return n >= 3 && mean > 0 ? hypot(real, imaginary) / mean : (double)NAN;
}
