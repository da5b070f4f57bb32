// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/region.h"

#include "base/memory.h"
#include "maps/plaquette.h"

#include <gsl/gsl_sort.h>
#include <math.h>

void region_apply(Map *map, const double *inside) {
    for (size_t i = 0; i < map->height * map->width; i++) {
        if (isfinite(inside[i]) && inside[i] != 0)
            continue;
        map->value[i] = (double)NAN;
        if (map->imaginary)
            map->imaginary[i] = (double)NAN;
    }
}

size_t region_samples(const Map *map) {
    size_t samples = 0;
    for (size_t i = 0; i < map->height * map->width; i++)
        samples += map_has_sample(map, i);
    return samples;
}

// The least of from[j] + (i - j)^2 over j, for each i of n: the lower envelope of parabolas
// (Felzenszwalb & Huttenlocher 2012, Theory of Computing 8:415). `place` and `begin` have room for
// n + 1.
static void nearest_along(const double *from, size_t n, double *out, size_t *place, double *begin) {
    size_t count = 0;
    for (size_t j = 0; j < n; j++) {
        if (!isfinite(from[j]))
            continue;
        double start = -(double)INFINITY;
        while (count > 0) {
            size_t last = place[count - 1];
            start = 0.5 * ((from[j] + (double)(j * j)) - (from[last] + (double)(last * last))) /
                    ((double)j - (double)last);
            if (start > begin[count - 1])
                break;
            start = -(double)INFINITY;
            count--;
        }
        place[count] = j;
        begin[count++] = start;
    }
    for (size_t i = 0, k = 0; i < n; i++) {
        while (k + 1 < count && begin[k + 1] <= (double)i)
            k++;
        double away = count > 0 ? (double)i - (double)place[k] : 0;
        out[i] = count > 0 ? from[place[k]] + away * away : (double)INFINITY;
    }
}

// A line of a map is continued beyond its ends: on a torus by itself, once on each side; on an open
// map by one sample that is missing.
typedef struct {
    double *from, *out, *begin; // owned
    size_t *place;              // owned
} Line;

static void transform_line(const Region *region, double *values, size_t stride, size_t n,
                           Line *line) {
    size_t before = region->periodic ? n : 1, all = n + 2 * before;
    for (size_t i = 0; i < all; i++) {
        bool beyond = !region->periodic && (i == 0 || i == all - 1);
        line->from[i] = beyond ? 0 : values[(i + n - before % n) % n * stride];
    }
    nearest_along(line->from, all, line->out, line->place, line->begin);
    for (size_t i = 0; i < n; i++)
        values[i * stride] = line->out[before + i];
}

Region region_of(const Map *map) {
    size_t height = map->height, width = map->width, n = height * width,
           most = 3 * (height > width ? height : width);
    Region region = {.height = height,
                     .width = width,
                     .periodic = map->periodic,
                     .distance = allocate(n, sizeof(double)),
                     .sorted = allocate(n, sizeof(double))};
    OWNED double *from = allocate(most, sizeof *from), *out = allocate(most, sizeof *out),
                 *begin = allocate(most + 1, sizeof *begin);
    OWNED size_t *place = allocate(most + 1, sizeof *place);
    Line line = {from, out, begin, place};
    for (size_t i = 0; i < n; i++)
        region.distance[i] = map_has_sample(map, i) ? (double)INFINITY : 0;
    for (size_t row = 0; row < height; row++)
        transform_line(&region, region.distance + row * width, 1, width, &line);
    for (size_t column = 0; column < width; column++)
        transform_line(&region, region.distance + column, width, height, &line);
    for (size_t i = 0; i < n; i++)
        region.sorted[i] = region.distance[i] = sqrt(region.distance[i]) - 1;
    gsl_sort(region.sorted, 1, n);
    region.deepest = region.sorted[n - 1];
    return region;
}

void region_free(Region *region) {
    release(region->distance);
    release(region->sorted);
}

double region_distance(const Region *region, double column, double row) {
    size_t corner[4], left = (size_t)column, top = (size_t)row;
    double at[4];
    plaquette_corners(region->height, region->width, top, left, corner);
    for (size_t k = 0; k < 4; k++)
        at[k] = region->distance[corner[k]];
    return plaquette_value(at, column - (double)left, row - (double)top);
}

double region_area(const Region *region, double distance) {
    size_t n = region->height * region->width, below = 0, above = n;
    while (below < above) {
        size_t middle = (below + above) / 2;
        if (region->sorted[middle] < distance)
            below = middle + 1;
        else
            above = middle;
    }
    return (double)(n - below);
}
