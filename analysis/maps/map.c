// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/map.h"

#include "base/memory.h"

#include <assert.h>
#include <math.h>
#include <string.h>

ComplexMap *map_new(size_t height, size_t width, double spacing, bool periodic) {
    assert(height >= 2 && width >= 2 && !(spacing <= 0.0));
    ComplexMap *map = allocate(1, sizeof *map);
    *map = (ComplexMap){
        .height = height,
        .width = width,
        .spacing = spacing,
        .periodic = periodic,
        .real = allocate(height * width, sizeof(double)),
        .imaginary = allocate(height * width, sizeof(double)),
    };
    return map;
}

ComplexMap *map_copy(const ComplexMap *map) {
    return map_crop(map, 0, 0, map->height, map->width);
}

void map_free(ComplexMap *map) {
    if (map == NULL)
        return;
    release(map->real);
    release(map->imaginary);
    release(map);
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
    for (size_t i = 0; i < map->height * map->width; i++)
        preference[i] = map_preference(map, i / map->width, i % map->width);
}

ComplexMap *map_crop(const ComplexMap *map, size_t row, size_t column, size_t height,
                     size_t width) {
    assert(row + height <= map->height && column + width <= map->width);
    ComplexMap *crop = map_new(height, width, map->spacing,
                               map->periodic && height == map->height && width == map->width);
    for (size_t i = 0; i < height; i++) {
        size_t from = (row + i) * map->width + column;
        memcpy(crop->real + i * width, map->real + from, width * sizeof(double));
        memcpy(crop->imaginary + i * width, map->imaginary + from, width * sizeof(double));
    }
    return crop;
}

ComplexMap *map_crop_margin(const ComplexMap *map, size_t margin) {
    assert(2 * margin < map->height && 2 * margin < map->width);
    return map_crop(map, margin, margin, map->height - 2 * margin, map->width - 2 * margin);
}
