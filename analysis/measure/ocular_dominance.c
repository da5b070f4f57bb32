// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/ocular_dominance.h"

#include <math.h>

enum { GROUPS = OCULAR_DOMINANCE_GROUPS };

void ocular_dominance_index(const double *left, const double *right, size_t n, double *index) {
    double sum = 0.0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(left[i] + right[i])) {
            sum += left[i] + right[i];
            count++;
        }
    double least = count > 0 ? OCULAR_DOMINANCE_LEAST * sum / (double)count : 0.0;
    for (size_t i = 0; i < n; i++) {
        double both = left[i] + right[i];
        index[i] = isfinite(both) && both > least ? (right[i] - left[i]) / both : (double)NAN;
    }
}

static size_t group_of(double index) {
    double group = floor(0.5 * (index + 1.0) * GROUPS);
    return (size_t)fmin(fmax(group, 0.0), GROUPS - 1.0);
}

void ocular_dominance_of(const double *index, size_t n, bool contralateral_right,
                         OcularDominance *dominance) {
    *dominance = (OcularDominance){0};
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(index[i])) {
            dominance->missing += 1.0;
            continue;
        }
        dominance->counted += 1.0;
        dominance->monocularity += fabs(index[i]);
        dominance->left += index[i] < 0.0 ? 1.0 : index[i] > 0.0 ? 0.0 : 0.5;
        dominance->share[group_of(index[i])] += 1.0;
    }
    double counted = dominance->counted > 0.0 ? dominance->counted : (double)NAN;
    dominance->monocularity /= counted;
    dominance->left /= counted;
    dominance->right = 1.0 - dominance->left;
    double sum = 0.0;
    for (size_t k = 0; k < GROUPS; k++) {
        dominance->share[k] /= counted;
        double towards_right = 2.0 * (double)k / (GROUPS - 1) - 1.0; // -1, -2/3, ... 1
        sum += dominance->share[k] * (contralateral_right ? towards_right : -towards_right);
    }
    dominance->contralateral_bias = 0.5 * (sum + 1.0);
}
