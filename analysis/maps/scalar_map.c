// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/scalar_map.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

ScalarMap *scalar_map_new(size_t height, size_t width, double spacing, bool periodic) {
    assert(height >= 2 && width >= 2 && !(spacing <= 0.0));
    ScalarMap *map = allocate(1, sizeof *map);
    *map =
        (ScalarMap){height, width, spacing, periodic, allocate(height * width, sizeof *map->value)};
    return map;
}

ScalarMap *scalar_map_copy(const ScalarMap *map) {
    return scalar_map_crop(map, 0, 0, map->height, map->width);
}

void scalar_map_free(ScalarMap *map) {
    if (map == NULL)
        return;
    release(map->value);
    release(map);
}

ScalarMap *scalar_map_crop(const ScalarMap *map, size_t row, size_t column, size_t height,
                           size_t width) {
    assert(row + height <= map->height && column + width <= map->width);
    ScalarMap *crop = scalar_map_new(height, width, map->spacing,
                                     map->periodic && height == map->height && width == map->width);
    for (size_t i = 0; i < height; i++)
        memcpy(crop->value + i * width, map->value + (row + i) * map->width + column,
               width * sizeof *crop->value);
    return crop;
}

ComplexMap *scalar_map_complex(const ScalarMap *map) {
    ComplexMap *field = map_new(map->height, map->width, map->spacing, map->periodic);
    memcpy(field->real, map->value, map->height * map->width * sizeof *field->real);
    return field;
}
