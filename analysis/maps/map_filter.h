// SPDX-License-Identifier: GPL-3.0-or-later
// MapFilter: a complex map made ready for filters in Fourier space, and filtered by them.
//
// A periodic map is filtered as it is, an open one with a margin of nothing round it. Missing
// samples, and that margin, have no part in a result where filtered z is divided by what the
// envelope, the weights of samples by distance, makes of 1 where there are samples and 0 elsewhere.
#pragma once

#include "maps/map.h"

typedef struct {
    size_t height, width;  // of the map
    size_t rows, columns;  // with the margin
    double *field, *there; // transforms of z and of where it is, [rows][columns] complex; owned
} MapFilter;

// `margin` in samples, of an open map.
MapFilter *map_filter_new(const ComplexMap *map, size_t margin);
void map_filter_free(MapFilter *filter);

// The factor at a frequency (x to the right, y down, cycles per sample).
typedef double MapFilterAt(const void *settings, double x, double y);

// Filtered z on a grid of rows x columns, no finer than the map with its margin, which the filter's
// band has to fit: out[rows][columns] complex, of which entry (i, j) lies at the sample
// (i * filter->rows / rows, j * filter->columns / columns).
void map_filter_field(const MapFilter *filter, MapFilterAt *at, const void *settings, size_t rows,
                      size_t columns, double *out);

// What the envelope makes of where there are samples, to divide that by: weight[rows][columns].
void map_filter_envelope(const MapFilter *filter, MapFilterAt *envelope, const void *settings,
                         size_t rows, size_t columns, double *weight);
