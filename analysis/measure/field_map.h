// SPDX-License-Identifier: GPL-3.0-or-later
// FieldMap: the receptive fields of all units of a sheet, mapped at one iteration.
//
// A unit that does not respond has peak 0, and NAN as centre and area. A unit that was left out or
// lesioned has present 0, and NAN everywhere else.
#pragma once

#include "base/memory.h"

typedef struct {
    size_t side;               // units; all arrays are [side * side], row-major, in one block of x
    double *x, *y;             // centres in visual space, x right, y up
    double *area;              // above half of the unit's own peak
    double *area_by_reference; // above a share of the unit's peak in the reference
    double *peak;              // the maximum response
    double *blank;             // activity on a blank screen
    double *threshold;
    double *present; // 1 or 0
} FieldMap;

FieldMap *field_map_new(size_t side);
void field_map_free(FieldMap *map); // NULL is welcome
OWNER(FieldMap, field_map_free)

static inline size_t field_map_units(const FieldMap *map) {
    return map->side * map->side;
}
