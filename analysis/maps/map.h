// SPDX-License-Identifier: GPL-3.0-or-later
// ComplexMap: an orientation map as a complex field z = |z| exp(2i theta) on a grid of samples.
//
// theta is the preferred orientation, in radians from +x towards +y with y UP, of period pi. Rows
// go down the page: row 0 is the top one, so the sample (row, column) lies at x = column, y = -row.
// |z| weighs a sample: its selectivity, or 1. A sample whose z is not finite is missing; one whose
// z is 0 has no preference.
#pragma once

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t height, width; // samples; at least 2 each
    double spacing;       // length of one sample step in sheet units; NAN where that is not known
    bool periodic;        // the right edge joins the left one, and the bottom the top
    double *real;         // height x width, row-major; owned
    double *imaginary;    // the same
} ComplexMap;

// A map of zeros.
ComplexMap *map_new(size_t height, size_t width, double spacing, bool periodic);
ComplexMap *map_copy(const ComplexMap *map);
void map_free(ComplexMap *map);
OWNER(ComplexMap, map_free)

// Sets z from preferences (radians, period pi; height x width) and, unless NULL, selectivities that
// become |z|.
void map_set_angles(ComplexMap *map, const double *preference, const double *selectivity);

// The preferred orientation of a sample, in [0, pi); NAN where it has none.
double map_preference(const ComplexMap *map, size_t row, size_t column);

// The same of all samples, height x width.
void map_preferences(const ComplexMap *map, double *preference);

// Whether the sample with this row-major index has a preference: z finite and not 0.
bool map_has_preference(const ComplexMap *map, size_t index);

// A new map of the given rectangle, which has to lie inside. It is open, unless it is the whole of
// a periodic map.
ComplexMap *map_crop(const ComplexMap *map, size_t row, size_t column, size_t height, size_t width);

// The same for all but a margin of samples on each side.
ComplexMap *map_crop_margin(const ComplexMap *map, size_t margin);
