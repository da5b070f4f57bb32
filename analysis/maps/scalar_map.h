// SPDX-License-Identifier: GPL-3.0-or-later
// ScalarMap: one real number at each sample of a grid, as ocular dominance.
//
// Rows, columns, spacing and boundary are those of ComplexMap (map.h). A sample whose value is not
// finite is missing.
#pragma once

#include "maps/map.h"

typedef struct {
    size_t height, width; // samples; at least 2 each
    double spacing;       // length of one sample step in sheet units; NAN where that is not known
    bool periodic;        // the right edge joins the left one, and the bottom the top
    double *value;        // height x width, row-major; owned
} ScalarMap;

// A map of zeros.
ScalarMap *scalar_map_new(size_t height, size_t width, double spacing, bool periodic);
ScalarMap *scalar_map_copy(const ScalarMap *map);
void scalar_map_free(ScalarMap *map);
OWNER(ScalarMap, scalar_map_free)

// A new map of the given rectangle, as map_crop (map.h).
ScalarMap *scalar_map_crop(const ScalarMap *map, size_t row, size_t column, size_t height,
                           size_t width);

// The same numbers as a complex field without imaginary part, as for a spectrum.
ComplexMap *scalar_map_complex(const ScalarMap *map);
