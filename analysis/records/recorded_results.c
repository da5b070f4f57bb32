// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/recorded_results.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "measure/earlier.h"

#include <stdlib.h>

static void add_numbers(Results *results, json_t *numbers) {
    const char *name;
    json_t *number;
    json_object_foreach(numbers, name, number) {
        const char *undefined = json_text(number, "undefined");
        results_add_number(results, name, json_number_or_nan(json_object_get(number, "value")),
                           json_text(number, "unit"), json_text(number, "definition"),
                           undefined[0] ? undefined : json_text(number, "warning"));
        const json_t *interval = json_object_get(number, "interval");
        if (json_array_size(interval) == 2)
            results_set_interval(results, name, json_number_or_nan(json_array_get(interval, 0)),
                                 json_number_or_nan(json_array_get(interval, 1)));
    }
}

static bool add_map(Results *results, Store *maps, const char *group, const char *map,
                    Error *error) {
    OWNED char *name = format_text("%s/%s", group, map);
    int rank;
    size_t shape[STORE_RANK_MOST], count;
    if (!store_shape(maps, name, &rank, shape, &count, error))
        return false;
    if (rank != 3)
        return fail(error, "%s: is damaged: '%s' has %d axes in place of 3", maps->path, name,
                    rank);
    OWNED double *values = allocate(count, sizeof *values);
    OWNED char *unit = store_read_note(maps, name, "unit", error),
               *protocol = unit ? store_read_note(maps, name, "protocol", error) : NULL;
    if (protocol == NULL || (count > 0 && !store_read(maps, name, count, values, error)))
        return false;
    results_add_map(results, map, shape[0], shape[1], shape[2], values, unit, protocol);
    return true;
}

static bool add_maps(Results *results, const char *folder, int64_t iteration, Error *error) {
    OWNED char *path = rundir_path(folder, "maps.h5"),
               *group = earlier_group(results->measure, iteration);
    Store maps = {.file = -1};
    if (ordinary_file_is_absent(path))
        return fail(error, "%s: is missing, and the pictures are drawn from it", path);
    if (!store_open(&maps, path, STORE_READ, 0, error))
        return false;
    char **names = store_names(&maps, group, error);
    bool ok = names && (names[0] || fail(error, "%s: has no maps in %s", path, group));
    for (size_t i = 0; ok && names[i]; i++)
        ok = add_map(results, &maps, group, names[i], error);
    store_names_free(names);
    store_close(&maps, NULL); // nothing was written
    return ok;
}

Results *recorded_results_read(const char *folder, json_t *measures, const char *measure,
                               int64_t iteration, Error *error) {
    OWNED char *key = format_text("%lld", (long long)iteration);
    json_t *series = json_object_get(json_object_get(measures, measure), "series"),
           *entry = json_object_get(series, key);
    if (entry == NULL) {
        fail(error, "%s: '%s' was not measured at iteration %lld", folder, measure,
             (long long)iteration);
        return NULL;
    }
    Results *results = results_new(measure);
    add_numbers(results, json_object_get(entry, "numbers"));
    if (add_maps(results, folder, iteration, error))
        return results;
    results_free(results);
    return NULL;
}

int64_t recorded_last(json_t *measures, const char *measure) {
    int64_t last = -1;
    const char *key;
    json_t *entry;
    json_object_foreach(json_object_get(json_object_get(measures, measure), "series"), key, entry) {
        last = atoll(key) > last ? atoll(key) : last;
    }
    return last;
}
