// SPDX-License-Identifier: GPL-3.0-or-later
// Map: numbers on a grid of samples.
//
// Rows go down the page: row 0 is the top one, so the sample (row, column) lies at x = column, y =
// -row. A sample that is not finite is missing. A map has one of two forms:
// - ScalarMap: one real number at each sample, as ocular dominance;
// - ComplexMap: a complex field, as an orientation map, z = |z| exp(2i theta). theta is the
// preferred
//   orientation, in radians from +x towards +y with y UP, of period pi. |z| weighs a sample: its
//   selectivity, or 1. A sample whose z is 0 has no preference.
#pragma once

#include "base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    size_t height, width; // samples; at least 2 each
    double spacing;       // length of one sample step in sheet units; NAN where that is not known
    bool periodic;        // the right edge joins the left one, and the bottom the top
    union {
        double *value; // of a scalar map: height x width, row-major; owned
        double *real;  // of a complex map: the same
    };
    double *imaginary; // the same, behind them; NULL: the map is scalar
} Map;
typedef Map ComplexMap;
typedef Map ScalarMap;

// Samples of a map from which on threads share the work on it.
enum { FEWEST_SAMPLES_FOR_THREADS = 10000 };

// A map of zeros.
ComplexMap *map_new(size_t height, size_t width, double spacing, bool periodic);
ScalarMap *map_new_scalar(size_t height, size_t width, double spacing, bool periodic);
Map *map_copy(const Map *map);
void map_free(Map *map);
OWNER(Map, map_free)

// A map of values[planes][height][width] that stay the caller's, with 1 or 2 planes; not to be
// freed.
Map map_view(size_t planes, size_t height, size_t width, double spacing, bool periodic,
             double *values);

// A new map of the given rectangle, which has to lie inside. It is open, not periodic, unless it is
// the whole map.
Map *map_crop(const Map *map, size_t row, size_t column, size_t height, size_t width);

// A new map of factor x factor samples joined to one, their mean; missing where more than half of
// them are. Sample (i, j) of it lies at ((i + 0.5) factor - 0.5, ...) of the map. Rows and columns
// that are left over at the ends are not in it.
Map *map_joined(const Map *map, size_t factor);

// Whether the sample with this row-major index is there: its number is finite.
static inline bool map_has_sample(const Map *map, size_t index) {
    return isfinite(map->value[index]) && (!map->imaginary || isfinite(map->imaginary[index]));
}

// Sets z from preferences (radians, period pi; height x width) and, unless NULL, selectivities that
// become |z|.
void map_set_angles(ComplexMap *map, const double *preference, const double *selectivity);

// The preferred orientation of a sample, in [0, pi); NAN where it has none.
double map_preference(const ComplexMap *map, size_t row, size_t column);

// The same of all samples, height x width.
void map_preferences(const ComplexMap *map, double *preference);

// Whether the sample with this row-major index has a preference: z finite and not 0.
bool map_has_preference(const ComplexMap *map, size_t index);
