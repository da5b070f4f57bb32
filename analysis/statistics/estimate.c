// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/estimate.h"

#include "base/memory.h"
#include "base/random.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
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

// With each seed left out in turn; `times` holds ones.
static double acceleration(const double *a, const double *b, size_t n, double *times) {
    OWNED double *without = allocate(n, sizeof *without);
    for (size_t i = 0; i < n; i++) {
        times[i] = 0;
        without[i] = statistic(a, b, times, n);
        times[i] = 1;
    }
    return bca_acceleration(without, n);
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
    return bca_interval(found, BOOTSTRAP_RESAMPLES, statistic(a, b, times, n),
                        acceleration(a, b, n, times));
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

bool estimate_is_narrow(size_t n) {
    enum { ENOUGH = 5 };
    return n > 1 && n < ENOUGH;
}

const char estimate_caution[] =
    "intervals of two to four seeds are too narrow: they reach no further than the values do, and "
    "that of two seeds holds the true mean half of the time";
