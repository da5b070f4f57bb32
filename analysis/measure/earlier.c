// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/earlier.h"

#include "base/memory.h"
#include "base/whole_number.h"

char *earlier_group(const char *measure, int64_t iteration) {
    return format_text("/%s/%09lld", measure, (long long)iteration);
}

bool earlier_read(Store *maps, const char *measure, int64_t iteration, const char *map, size_t n,
                  double *values, Error *error) {
    OWNED char *group = earlier_group(measure, iteration), *name = format_text("%s/%s", group, map);
    if (maps && store_has(maps, name))
        return store_read(maps, name, n, values, error);
    return fail(
        error,
        "measures.%s: found no '%s' at iteration %lld in this run; let an event take it then",
        measure, map, (long long)iteration);
}

int64_t *earlier_iterations(Store *maps, const char *measure, size_t *n, Error *error) {
    char **names = maps ? store_names(maps, measure, error) : NULL;
    *n = 0;
    while (names && names[*n])
        ++*n;
    int64_t *iterations = maps && !names ? NULL : allocate(*n, sizeof *iterations);
    bool ok = true;
    for (size_t k = 0; k < *n; k++) // names are of one length, so their order is that of numbers
        ok = ok && (whole_number(names[k], &iterations[k]) ||
                    fail(error, "%s: is damaged: '%s' of %s is no iteration", maps->path, names[k],
                         measure));
    store_names_free(names);
    if (ok)
        return iterations;
    release(iterations);
    return NULL;
}
