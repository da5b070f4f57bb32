// SPDX-License-Identifier: GPL-3.0-or-later
// MapFilter: a complex map transformed to Fourier space, where filters are applied to it.
//
// An open map gets an empty margin, a periodic one none. The envelope of a filter is the weight
// that it gives to samples by distance. Filtered z divided by the filtered mask of samples (1 where
// there is one, 0 elsewhere; filtered by the envelope) is free of missing samples and the margin.
#pragma once

#include "maps/map.h"

typedef struct {
    size_t rows, columns;  // of the map with the margin
    double *field, *there; // transforms of z and of the mask, [rows][columns] complex; owned
} MapFilter;

// `margin` in samples, of an open map; at least that of a large one, whose transform has to be
// fast.
MapFilter map_filter_new(const ComplexMap *map, size_t margin);
void map_filter_free(MapFilter *filter);

// The factor at a frequency (x to the right, y down, cycles per sample).
typedef double MapFilterAt(const void *settings, double x, double y);

// Filtered z on a grid of rows x columns, out[rows][columns] complex: entry (i, j) lies at the
// sample (i * filter->rows / rows, j * filter->columns / columns). The grid is no finer than the
// map with its margin, and fine enough for the filter's band.
void map_filter_field(const MapFilter *filter, MapFilterAt *at, const void *settings, size_t rows,
                      size_t columns, double *out);

// The filtered mask of samples, to divide filtered z by: weight[rows][columns].
void map_filter_envelope(const MapFilter *filter, MapFilterAt *envelope, const void *settings,
                         size_t rows, size_t columns, double *weight);
