// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/finite.h"

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
