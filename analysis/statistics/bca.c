// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/bca.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

double bca_acceleration(const double *without, size_t n) {
    double mean = gsl_stats_mean(without, 1, n), squares = 0, cubes = 0;
    for (size_t i = 0; i < n; i++) {
        double below = mean - without[i];
        squares += below * below;
        cubes += below * below * below;
    }
    return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
}

// Between the values at two shares of the resamples.
static Interval between(double *found, size_t n, double low, double high) {
    for (size_t r = 0; r < n; r++)
        if (!isfinite(found[r]))
            return (Interval){(double)NAN, (double)NAN};
    gsl_sort(found, 1, n);
    return (Interval){gsl_stats_quantile_from_sorted_data(found, 1, n, low),
                      gsl_stats_quantile_from_sorted_data(found, 1, n, high)};
}

Interval percentile_interval(double *found, size_t n) {
    return between(found, n, 0.025, 0.975);
}

Interval percentile_interval_centred(double *found, size_t n, double value) {
    double excess = gsl_stats_mean(found, 1, n) - value;
    for (size_t r = 0; r < n; r++)
        found[r] -= excess;
    return percentile_interval(found, n);
}

Interval bca_interval(double *found, size_t n, double value, double acceleration) {
    double below = 0, share[2];
    for (size_t r = 0; r < n; r++)
        below += found[r] < value ? 1 : found[r] > value ? 0 : 0.5;
    double share_below = fmin(fmax(below, 0.5), (double)n - 0.5) / (double)n,
           z0 = gsl_cdf_ugaussian_Pinv(share_below);
    for (size_t k = 0; k < 2; k++) {
        double z = z0 + gsl_cdf_ugaussian_Pinv(k == 0 ? 0.025 : 0.975);
        share[k] = gsl_cdf_ugaussian_P(z0 + z / (1 - acceleration * z));
    }
    return between(found, n, share[0], share[1]);
}

Interval bca_interval_centred(double *found, size_t n, double value, double acceleration) {
    double excess = 0;
    for (size_t r = 0; r < n; r++)
        excess += (found[r] - value) / (double)n;
    for (size_t r = 0; r < n; r++)
        found[r] -= 2 * excess;
    return bca_interval(found, n, value - excess, acceleration);
}
