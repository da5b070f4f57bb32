// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/finite.h"

#include "base/memory.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

double finite_mean(const double *value, size_t n) {
    double sum = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i])) {
            sum += value[i];
            count++;
        }
    return sum / count;
}

double finite_largest_size(const double *value, size_t n) {
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i]))
            largest = fmax(largest, fabs(value[i]));
    return largest;
}

Quartiles quartiles_of(const double *value, size_t n) {
    OWNED double *sorted = allocate(n, sizeof *sorted);
    double none = (double)NAN;
    Quartiles found = {none, none, none, 0};
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i]))
            sorted[found.count++] = value[i];
    if (found.count > 0) {
        gsl_sort(sorted, 1, found.count);
        found.low = gsl_stats_quantile_from_sorted_data(sorted, 1, found.count, 0.25);
        found.median = gsl_stats_quantile_from_sorted_data(sorted, 1, found.count, 0.5);
        found.high = gsl_stats_quantile_from_sorted_data(sorted, 1, found.count, 0.75);
    }
    return found;
}
