// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/estimate.h"

#include "base/memory.h"
#include "base/random.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <string.h>

// The mean of values, each counted as many times as `times` says. Sums are of differences from the
// first value, so that equal values have exactly their own mean.
static double counted_mean(const double *values, const double *times, size_t n) {
    double sum = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        sum += times[i] * (values[i] - values[0]);
        total += times[i];
    }
    return values[0] + sum / total;
}

static double statistic(const double *a, const double *b, const double *times, size_t n) {
    return b ? counted_mean(a, times, n) / counted_mean(b, times, n) : counted_mean(a, times, n);
}

// The statistic of each resample.
static void resample(const double *a, const double *b, size_t n, double *times, double *found) {
    RandomStream stream = random_stream(0, "bootstrap");
    for (size_t r = 0; r < BOOTSTRAP_RESAMPLES; r++) {
        RandomDraws draws = random_draws(stream, r);
        memset(times, 0, n * sizeof *times);
        for (size_t i = 0; i < n; i++)
            times[random_integer(&draws, (uint32_t)n)]++;
        found[r] = statistic(a, b, times, n);
    }
}

// Sixth of the skewness of the statistic with each seed left out in turn; `times` holds ones.
static double acceleration(const double *a, const double *b, size_t n, double *times) {
    OWNED double *without = allocate(n, sizeof *without);
    double squares = 0, cubes = 0;
    for (size_t i = 0; i < n; i++) {
        times[i] = 0;
        without[i] = statistic(a, b, times, n);
        times[i] = 1;
    }
    double mean = gsl_stats_mean(without, 1, n);
    for (size_t i = 0; i < n; i++) {
        double below = mean - without[i];
        squares += below * below;
        cubes += below * below * below;
    }
    return squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
}

// The share of resamples below the statistic itself, as a normal deviate.
static double bias(const double *found, double value) {
    double below = 0;
    for (size_t r = 0; r < BOOTSTRAP_RESAMPLES; r++)
        below += found[r] < value ? 1 : found[r] > value ? 0 : 0.5;
    return gsl_cdf_ugaussian_Pinv(below / BOOTSTRAP_RESAMPLES);
}

// Of mean(a), or, unless b is NULL, of mean(a) / mean(b), whose pairs are drawn together; all of b
// have one sign, so that no resample divides by 0.
static Interval interval_of(const double *a, const double *b, size_t n) {
    if (n < 2)
        return (Interval){(double)NAN, (double)NAN};
    OWNED double *times = allocate(n, sizeof *times),
                 *found = allocate(BOOTSTRAP_RESAMPLES, sizeof *found);
    resample(a, b, n, times, found);
    for (size_t i = 0; i < n; i++)
        times[i] = 1;
    double z0 = bias(found, statistic(a, b, times, n)), accelerated = acceleration(a, b, n, times);
    double ends[2];
    gsl_sort(found, 1, BOOTSTRAP_RESAMPLES);
    for (size_t k = 0; k < 2; k++) {
        double z = z0 + gsl_cdf_ugaussian_Pinv(k == 0 ? 0.025 : 0.975);
        double share = gsl_cdf_ugaussian_P(z0 + z / (1 - accelerated * z));
        ends[k] = gsl_stats_quantile_from_sorted_data(found, 1, BOOTSTRAP_RESAMPLES, share);
    }
    return (Interval){ends[0], ends[1]};
}

static const Estimate nothing = {(double)NAN, (double)NAN, {(double)NAN, (double)NAN}};

Estimate estimate_mean(const double *values, size_t n) {
    return (Estimate){n > 0 ? gsl_stats_mean(values, 1, n) : (double)NAN,
                      n > 1 ? gsl_stats_sd(values, 1, n) : (double)NAN,
                      interval_of(values, NULL, n)};
}

Estimate estimate_ratio(const double *a, const double *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!(b[i] * b[0] > 0))
            return nothing;
    if (n == 0)
        return nothing;
    return (Estimate){gsl_stats_mean(a, 1, n) / gsl_stats_mean(b, 1, n), (double)NAN,
                      interval_of(a, b, n)};
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
