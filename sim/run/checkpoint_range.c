// SPDX-License-Identifier: GPL-3.0-or-later
// The ranges of what a checkpoint holds. A seal shows that a file is whole; it does not show that
// pinwheel wrote it.
#include "run/checkpoint_parts.h"

#include <math.h>

bool checkpoint_check_finite(const Store *store, const char *name, StoreType type,
                             const void *values, size_t n, Error *error) {
    for (size_t i = 0; i < n; i++) {
        double value =
            type == STORE_FLOATS ? (double)((const float *)values)[i] : ((const double *)values)[i];
        if (!isfinite(value))
            return fail(error,
                        "%s: value %zu of %s is %g: the run diverged before it was saved, or the "
                        "file was changed",
                        store->path, i, name, value);
    }
    return true;
}

bool checkpoint_check_count(const Store *store, const char *what, int64_t count, int64_t most,
                            Error *error) {
    return (count >= 0 && count <= most) ||
           fail(error, "%s: holds a senseless number of %s, %lld; allowed: 0 to %lld", store->path,
                what, (long long)count, (long long)most);
}
