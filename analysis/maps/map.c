// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/map.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

Map map_view(size_t planes, size_t height, size_t width, double spacing, bool periodic,
             double *values) {
    assert(height >= 2 && width >= 2 && !(spacing <= 0.0));
    return (Map){.height = height,
                 .width = width,
                 .spacing = spacing,
                 .periodic = periodic,
                 .value = values,
                 .imaginary = planes == 2 ? values + height * width : NULL};
}

static Map *new_map(size_t planes, size_t height, size_t width, double spacing, bool periodic) {
    Map *map = allocate(1, sizeof *map);
    double *values = allocate(planes * height * width, sizeof *values);
    *map = map_view(planes, height, width, spacing, periodic, values);
    return map;
}

ComplexMap *map_new(size_t height, size_t width, double spacing, bool periodic) {
    return new_map(2, height, width, spacing, periodic);
}

ScalarMap *map_new_scalar(size_t height, size_t width, double spacing, bool periodic) {
    return new_map(1, height, width, spacing, periodic);
}

Map *map_copy(const Map *map) {
    return map_crop(map, 0, 0, map->height, map->width);
}

void map_free(Map *map) {
    if (map == NULL)
        return;
    release(map->value);
    release(map);
}

Map *map_crop(const Map *map, size_t row, size_t column, size_t height, size_t width) {
    assert(row + height <= map->height && column + width <= map->width);
    bool whole = height == map->height && width == map->width;
    Map *crop =
        new_map(map->imaginary ? 2 : 1, height, width, map->spacing, map->periodic && whole);
    for (size_t i = 0; i < height; i++) {
        size_t from = (row + i) * map->width + column;
        memcpy(crop->value + i * width, map->value + from, width * sizeof *crop->value);
        if (map->imaginary)
            memcpy(crop->imaginary + i * width, map->imaginary + from, width * sizeof *crop->value);
    }
    return crop;
}

Map *map_joined(const Map *map, size_t factor) {
    size_t height = map->height / factor, width = map->width / factor, n = height * width;
    Map *joined =
        new_map(map->imaginary ? 2 : 1, height, width, map->spacing * (double)factor,
                map->periodic && height * factor == map->height && width * factor == map->width);
    OWNED size_t *count = allocate(n, sizeof *count);
    for (size_t row = 0; row < height * factor; row++)
        for (size_t column = 0; column < width * factor; column++) {
            size_t from = row * map->width + column, to = row / factor * width + column / factor;
            if (!map_has_sample(map, from))
                continue;
            count[to]++;
            joined->value[to] += map->value[from];
            if (map->imaginary)
                joined->imaginary[to] += map->imaginary[from];
        }
    for (size_t i = 0; i < n; i++) {
        double share = 2 * count[i] >= factor * factor ? 1 / (double)count[i] : (double)NAN;
        joined->value[i] *= share;
        if (map->imaginary)
            joined->imaginary[i] *= share;
    }
    return joined;
}

void map_set_angles(ComplexMap *map, const double *preference, const double *selectivity) {
    for (size_t i = 0; i < map->height * map->width; i++) {
        double magnitude = selectivity ? selectivity[i] : 1.0;
        map->real[i] = magnitude * cos(2.0 * preference[i]);
        map->imaginary[i] = magnitude * sin(2.0 * preference[i]);
    }
}

bool map_has_preference(const ComplexMap *map, size_t index) {
    double real = map->real[index], imaginary = map->imaginary[index];
    return isfinite(real) && isfinite(imaginary) && (real != 0.0 || imaginary != 0.0);
}

double map_preference(const ComplexMap *map, size_t row, size_t column) {
    assert(row < map->height && column < map->width);
    size_t index = row * map->width + column;
    if (!map_has_preference(map, index))
        return (double)NAN;
    double angle = 0.5 * atan2(map->imaginary[index], map->real[index]);
    if (angle < 0.0)
        angle += M_PI;
    return angle < M_PI ? angle : 0.0; // a tiny negative angle plus pi rounds to pi
}

void map_preferences(const ComplexMap *map, double *preference) {
    size_t n = map->height * map->width;
#pragma omp parallel for if (n >= FEWEST_SAMPLES_FOR_THREADS)
    for (size_t i = 0; i < n; i++)
        preference[i] = map_preference(map, i / map->width, i % map->width);
}
