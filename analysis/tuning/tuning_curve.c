// SPDX-License-Identifier: GPL-3.0-or-later
#include "tuning/tuning_curve.h"

#include "measure/selectivity.h"
#include "tuning/von_mises_fit.h"

#include <math.h>

TuningCurve tuning_curve_of(const double *response, size_t n) {
    VonMisesFit fit = von_mises_fit(response, n);
    double largest = response[0];
    for (size_t j = 1; j < n; j++)
        largest = fmax(largest, response[j]);
    double preferred = von_mises_fit_at(&fit, fit.preference),
           orthogonal = von_mises_fit_at(&fit, fit.preference + 0.5 * M_PI);
    return (TuningCurve){selectivity_from_responses(response, n).selectivity, largest,
                         (preferred - orthogonal) / (preferred + orthogonal), fit.half_width,
                         fit.r2};
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
