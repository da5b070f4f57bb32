// SPDX-License-Identifier: GPL-3.0-or-later
#include "records/map_similarities.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

void map_similarities_find(MapSimilarities *similarities, const Measurement *measurement,
                           Store *maps) {
    const MeasureKind *kind = measurement->kind;
    const Results *results = measurement->results;
    const ResultMap *map = kind->similarity ? results_map(results, kind->compared) : NULL;
    if (map == NULL)
        return;
    char *group = format_text("/%s", results->measure);
    char **iterations = store_has(maps, group) ? store_names(maps, group) : NULL;
    size_t n = map->planes * map->height * map->width, *count = &similarities->count;
    ResultMap other = *map;
    other.values = allocate(n, sizeof *other.values);
    for (size_t i = 0; iterations && iterations[i]; i++) {
        Error ignored = {0};
        char *name = format_text("%s/%s/%s", group, iterations[i], kind->compared);
        if (store_read_doubles(maps, name, n, other.values, &ignored)) {
            similarities->similarity = allocate_one_more(similarities->similarity, *count,
                                                         sizeof *similarities->similarity);
            similarities->similarity[(*count)++] =
                (MapSimilarity){atoll(iterations[i]), kind->similarity->of(map, &other)};
        }
        error_clear(&ignored);
        release(name);
        release(iterations[i]);
    }
    release(iterations);
    release(other.values);
    release(group);
}

void map_similarities_free(MapSimilarities *similarities) {
    release(similarities->similarity);
    *similarities = (MapSimilarities){0};
}

double map_similarities_at(const MapSimilarities *similarities, int64_t iteration) {
    for (size_t i = 0; i < similarities->count; i++)
        if (similarities->similarity[i].iteration == iteration)
            return similarities->similarity[i].value;
    return (double)NAN;
}
