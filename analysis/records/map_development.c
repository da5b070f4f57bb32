// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/map_development.h"

#include "base/memory.h"
#include "files/json_reading.h"

#include <stdlib.h>

static int by_iteration(const void *a, const void *b) {
    const MapDevelopmentPoint *x = a, *y = b;
    return (x->iteration > y->iteration) - (x->iteration < y->iteration);
}

void map_development_find(MapDevelopment *development, const Measurement *measurement,
                          json_t *series, const MapSimilarities *similarities) {
    const MeasureKind *kind = measurement->kind;
    if (kind->similarity == NULL)
        return;
    const char *key;
    json_t *entry;
    development->point = allocate(json_object_size(series) + 1, sizeof *development->point);
    json_object_foreach(series, key, entry) {
        const json_t *strong = json_object_get(json_object_get(entry, "numbers"), kind->strength);
        development->point[development->count++] = (MapDevelopmentPoint){
            atoll(key), json_as_written(json_number_or_nan(json_object_get(strong, "value"))),
            json_as_written(map_similarities_at(similarities, atoll(key)))};
    }
    qsort(development->point, development->count, sizeof *development->point, by_iteration);
}

void map_development_free(MapDevelopment *development) {
    release(development->point);
    *development = (MapDevelopment){0};
}

bool map_development_draw(const MapDevelopment *development, const Measurement *measurement,
                          const MeasurePage *page, Error *error) {
    const MeasureKind *kind = measurement->kind;
    size_t n = development->count;
    const MapDevelopmentPoint *point = development->point;
    if (n < 2 || point[n - 1].iteration != measurement->iteration)
        return true;
    double *x = allocate(3 * n, sizeof *x), *strength = x + n, *similarity = strength + n;
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)point[i].iteration;
        strength[i] = point[i].strength / point[n - 1].strength; // so that both curves end at 1
        similarity[i] = point[i].similarity;
    }
    char *growth = format_text("%s, of its last value", kind->strength_name),
         *stability = format_text("%s against the last map", kind->similarity->name);
    PictureCurve curves[] = {{growth, x, strength, NULL, NULL, n},
                             {stability, x, similarity, NULL, NULL, n}};
    PictureChart chart = {curves, 2, "iteration", "", 0, 0};
    MeasurePage undated = *page;
    undated.suffix = "";
    MeasureFrame frame =
        measure_frame(&undated, measurement->results->measure, "development", "Development");
    bool ok = picture_chart(&frame.frame, &chart, frame.path, error);
    measure_frame_finish(&frame);
    release(stability);
    release(growth);
    release(x);
    return ok;
}
