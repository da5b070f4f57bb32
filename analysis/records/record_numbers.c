// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/record_numbers.h"

#include "base/memory.h"
#include "files/json_value.h"
#include "files/rundir.h"

#include <math.h>
#include <stdlib.h>

static const char file_name[] = "measures.json";

static json_t *numbers_json(const Results *results) {
    json_t *numbers = json_object();
    for (size_t i = 0; i < results->numbers; i++) {
        const ResultNumber *number = &results->number[i];
        json_t *entry = json_pack("{s:o, s:s, s:s}", "value", json_of_number(number->value), "unit",
                                  number->unit, "definition", number->definition);
        if (number->note[0])
            json_object_set_new(entry, isfinite(number->value) ? "warning" : "undefined",
                                json_string(number->note));
        if (isfinite(number->low))
            json_object_set_new(
                entry, "interval",
                json_pack("[o, o]", json_of_number(number->low), json_of_number(number->high)));
        json_object_set_new(numbers, number->name, entry);
    }
    return numbers;
}

// {"numbers", "similarity": {"2000": 0.41, ...}, "warnings"}
static json_t *entry_json(const Results *results, const MapDevelopment *development) {
    json_t *similarity = json_object();
    json_auto_t *warnings = json_array();
    for (size_t i = 0; i < development->count; i++) {
        OWNED char *key = format_text("%lld", (long long)development->point[i].iteration);
        json_object_set_new(similarity, key, json_of_number(development->point[i].similarity));
    }
    for (size_t i = 0; i < results->warnings; i++)
        json_array_append_new(warnings, json_string(results->warning[i]));
    json_t *entry =
        json_pack("{s:o, s:o}", "numbers", numbers_json(results), "similarity", similarity);
    if (results->warnings > 0)
        json_object_set(entry, "warnings", warnings);
    return entry;
}

// The series of a measure, which is added if it is missing.
static json_t *series_of(json_t *all, const char *measure, const MeasureKind *kind) {
    json_t *found = json_object_get(all, measure);
    if (!json_is_object(json_object_get(found, "series"))) {
        found = json_pack("{s:s, s:{}}", "kind", kind->observable.kind.name, "series");
        json_object_set_new(all, measure, found);
    }
    return json_object_get(found, "series");
}

bool record_numbers_write(const Measurement *measurement, MapDevelopment *development,
                          Error *error) {
    const Results *results = measurement->results;
    OWNED char *key = format_text("%lld", (long long)measurement->iteration);
    json_auto_t *all = rundir_read_json(measurement->folder, file_name, true, error);
    if (all == NULL)
        return false;
    json_t *series = series_of(all, results->measure, measurement->kind);
    json_object_set_new(series, key, entry_json(results, development));
    map_development_complete(development, measurement, series);
    return rundir_replace_json(measurement->folder, file_name, all, error);
}

bool record_numbers_rewind(const char *folder, int64_t iteration, Error *error) {
    json_auto_t *all = rundir_read_json(folder, file_name, true, error);
    json_t *measure;
    const char *name, *key;
    void *next;
    size_t dropped = 0;
    json_object_foreach(all, name, measure) {
        json_t *series = json_object_get(measure, "series"), *entry;
        json_object_foreach_safe(series, next, key, entry) {
            if (atoll(key) > iteration && json_object_del(series, key) == 0)
                dropped++;
        }
    }
    return all && (dropped == 0 || rundir_replace_json(folder, file_name, all, error));
}
