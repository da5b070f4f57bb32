// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/map_development.h"

#include "base/memory.h"
#include "files/json_value.h"

#include <math.h>
#include <stdlib.h>

// The point of an iteration, which is added if it is missing.
static MapDevelopmentPoint *point_at(MapDevelopment *development, int64_t iteration) {
    for (size_t i = 0; i < development->count; i++)
        if (development->point[i].iteration == iteration)
            return &development->point[i];
    development->point =
        allocate_one_more(development->point, development->count, sizeof *development->point);
    MapDevelopmentPoint *point = &development->point[development->count++];
    *point = (MapDevelopmentPoint){iteration, (double)NAN, (double)NAN};
    return point;
}

// Reads a map of n values; one that is not there or has another size cannot be compared, and is not
// `alike`.
static bool read_like(Store *maps, const char *name, size_t n, double *values, bool *alike,
                      Error *error) {
    int rank;
    size_t shape[STORE_RANK_MOST], count = 0;
    *alike = store_has(maps, name);
    if (*alike && !store_shape(maps, name, &rank, shape, &count, error))
        return false;
    *alike = *alike && count == n;
    return !*alike || store_read(maps, name, n, values, error);
}

bool map_development_compare(MapDevelopment *development, const Measurement *measurement,
                             Store *maps, Error *error) {
    const MeasureKind *kind = measurement->kind;
    const Results *results = measurement->results;
    const ResultMap *map = kind->similarity ? results_map(results, kind->compared) : NULL;
    if (map == NULL)
        return true;
    OWNED char *group = format_text("/%s", results->measure);
    char **iterations = store_names(maps, group, error);
    size_t n = map->planes * map->height * map->width;
    OWNED double *values = allocate(n, sizeof *values);
    ResultMap other = *map;
    other.values = values;
    bool ok = iterations != NULL;
    for (size_t i = 0; ok && iterations[i]; i++) {
        OWNED char *name = format_text("%s/%s/%s", group, iterations[i], kind->compared);
        bool alike;
        ok = read_like(maps, name, n, values, &alike, error);
        if (ok && alike)
            point_at(development, atoll(iterations[i]))->similarity =
                kind->similarity->of(map, &other);
    }
    store_names_free(iterations);
    return ok;
}

static int by_iteration(const void *a, const void *b) {
    const MapDevelopmentPoint *x = a, *y = b;
    return (x->iteration > y->iteration) - (x->iteration < y->iteration);
}

void map_development_complete(MapDevelopment *development, const Measurement *measurement,
                              json_t *series) {
    const char *iteration;
    json_t *entry;
    if (measurement->kind->similarity == NULL)
        return;
    json_object_foreach(series, iteration, entry) {
        json_t *number =
            json_object_get(json_object_get(entry, "numbers"), measurement->kind->strength);
        point_at(development, atoll(iteration))->strength =
            json_as_written(json_number_or_nan(json_object_get(number, "value")));
    }
    if (development->count > 0)
        qsort(development->point, development->count, sizeof *development->point, by_iteration);
}

void map_development_read(MapDevelopment *development, const Measurement *measurement,
                          json_t *series) {
    const char *other;
    json_t *similarity;
    OWNED char *key = format_text("%lld", (long long)measurement->iteration);
    json_object_foreach(json_object_get(json_object_get(series, key), "similarity"), other,
                        similarity) {
        point_at(development, atoll(other))->similarity = json_number_or_nan(similarity);
    }
    map_development_complete(development, measurement, series);
}

bool map_development_draw(const MapDevelopment *development, const Measurement *measurement,
                          const MeasurePage *page, Error *error) {
    const MeasureKind *kind = measurement->kind;
    size_t n = development->count;
    const MapDevelopmentPoint *point = development->point;
    if (n < 2 || point[n - 1].iteration != measurement->iteration)
        return true;
    OWNED double *x = allocate(3 * n, sizeof *x);
    double *strength = x + n, *similarity = strength + n;
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)point[i].iteration;
        strength[i] = point[i].strength / point[n - 1].strength; // so that both curves end at 1
        similarity[i] = json_as_written(point[i].similarity);
    }
    OWNED char *growth = format_text("%s, of its last value", kind->strength_name),
               *stability = format_text("%s against the last map", kind->similarity->name);
    PictureCurve curves[] = {{growth, x, strength, NULL, NULL, n},
                             {stability, x, similarity, NULL, NULL, n}};
    size_t marked;
    PictureMark *marks =
        measure_marks(page, 0, point[0].iteration, measurement->iteration, &marked);
    PictureChart chart = {.curves = curves,
                          .count = 2,
                          .x_name = "iteration",
                          .y_name = "",
                          .marks = marks,
                          .marks_count = marked};
    MeasurePage undated = *page;
    undated.suffix = "";
    OWNED_BY(measure_frame_finish)
    MeasureFrame frame =
        measure_frame(&undated, measurement->results->measure, "development", "Development");
    bool ok = picture_chart(&frame.frame, &chart, frame.path, error);
    measure_marks_free(marks, marked);
    return ok;
}
