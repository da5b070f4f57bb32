// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/selectivity.h"

#include <assert.h>
#include <math.h>

Selectivity selectivity_from_responses(const double *response, size_t n) {
    assert(n >= 3);
    Selectivity tuning = {.preference = (double)NAN, .selectivity = (double)NAN};
    double sum = 0.0;
    for (size_t j = 0; j < n; j++) {
        double r = response[j], angle = 2.0 * M_PI * (double)j / (double)n;
        if (r < 0.0 && isfinite(r)) {
            tuning.clipped++;
            r = 0.0;
        }
        sum += r;
        tuning.real += r * cos(angle);
        tuning.imaginary += r * sin(angle);
    }
    if (!isfinite(sum)) {
        tuning.real = tuning.imaginary = (double)NAN;
        return tuning;
    }
    if (!(sum > 0.0))
        return tuning;
    tuning.selectivity = fmin(hypot(tuning.real, tuning.imaginary) / sum, 1.0);
    if (tuning.real != 0.0 || tuning.imaginary != 0.0) {
        double angle = 0.5 * atan2(tuning.imaginary, tuning.real);
        if (angle < 0.0)
            angle += M_PI;
        tuning.preference = angle < M_PI ? angle : 0.0;
    }
    return tuning;
}
