// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/field_map.h"

FieldMap *field_map_new(size_t side) {
    FieldMap *map = allocate(1, sizeof *map);
    map->side = side;
    double **arrays[] = {&map->x,    &map->y,     &map->area,      &map->area_by_reference,
                         &map->peak, &map->blank, &map->threshold, &map->present};
    enum { ARRAYS = sizeof arrays / sizeof *arrays };
    double *room = allocate(ARRAYS * side * side, sizeof *room);
    for (size_t k = 0; k < ARRAYS; k++)
        *arrays[k] = room + k * side * side;
    return map;
}

void field_map_free(FieldMap *map) {
    if (map)
        release(map->x);
    release(map);
}
