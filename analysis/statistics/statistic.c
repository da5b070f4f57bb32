// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/statistic.h"

#include <assert.h>
#include <math.h>

void statistic_rows(const StatisticKind *kinds, size_t n, const void *values, const char *reason,
                    Statistic *rows) {
    for (size_t i = 0; i < n; i++) {
        const StatisticKind *kind = &kinds[i];
        double value = *(const double *)((const char *)values + kind->offset);
        const char *undefined = kind->undefined ? kind->undefined : reason;
        rows[i] = (Statistic){.name = kind->name,
                              .value = value,
                              .unit = kind->unit,
                              .definition = kind->definition,
                              .undefined = isfinite(value) ? NULL : undefined};
        assert(isfinite(value) || undefined != NULL);
    }
}
