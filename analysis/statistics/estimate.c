// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/estimate.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>
#include <math.h>

static const Estimate nothing = {(double)NAN, (double)NAN, {(double)NAN, (double)NAN}};

Estimate estimate_mean(const double *values, size_t n) {
    return (Estimate){n > 0 ? gsl_stats_mean(values, 1, n) : (double)NAN,
                      n > 1 ? gsl_stats_sd(values, 1, n) : (double)NAN, bootstrap_mean(values, n)};
}

Estimate estimate_ratio(const double *a, const double *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!(b[i] * b[0] > 0))
            return nothing;
    if (n == 0)
        return nothing;
    return (Estimate){gsl_stats_mean(a, 1, n) / gsl_stats_mean(b, 1, n), (double)NAN,
                      bootstrap_ratio(a, b, n)};
}

Estimate estimate_share(size_t k, size_t n) {
    assert(k <= n);
    if (n == 0)
        return nothing;
    double has = (double)k, lacks = (double)(n - k);
    double low = k > 0 ? gsl_cdf_beta_Pinv(0.025, has, lacks + 1) : 0,
           high = k < n ? gsl_cdf_beta_Pinv(0.975, has + 1, lacks) : 1;
    return (Estimate){has / (double)n, (double)NAN, {low, high}};
}
