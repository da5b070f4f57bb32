// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/field_map.h"

#include "base/memory.h"

FieldMap *field_map_new(size_t side) {
    FieldMap *map = allocate(1, sizeof *map);
    map->side = side;
    double **arrays[] = {&map->x,    &map->y,     &map->area,      &map->area_by_reference,
                         &map->peak, &map->blank, &map->threshold, &map->present};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        *arrays[k] = allocate(side * side, sizeof **arrays[k]);
    return map;
}

void field_map_free(FieldMap *map) {
    release(map->x);
    release(map->y);
    release(map->area);
    release(map->area_by_reference);
    release(map->peak);
    release(map->blank);
    release(map->threshold);
    release(map->present);
    release(map);
}
