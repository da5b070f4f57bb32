// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/map_filter.h"

#include "base/memory.h"
#include "maps/fourier.h"

#include <assert.h>
#include <math.h>

enum { LARGE = 1 << 18 }; // samples from which on a slow length takes minutes

MapFilter map_filter_new(const ComplexMap *map, size_t margin) {
    size_t extra = map->periodic ? 0 : margin, rows = map->height + extra,
           columns = map->width + extra;
    if (extra > 0 && rows * columns >= LARGE) {
        rows = fourier_fast_length(rows);
        columns = fourier_fast_length(columns);
    }
    MapFilter filter = {rows, columns, allocate(2 * rows * columns, sizeof(double)),
                        allocate(2 * rows * columns, sizeof(double))};
    for (size_t i = 0; i < map->height * map->width; i++) {
        size_t at = 2 * (i / map->width * columns + i % map->width);
        if (!map_has_sample(map, i))
            continue;
        filter.field[at] = map->real[i];
        filter.field[at + 1] = map->imaginary[i];
        filter.there[at] = 1;
    }
    fourier_forward(filter.field, rows, columns);
    fourier_forward(filter.there, rows, columns);
    return filter;
}

void map_filter_free(MapFilter *filter) {
    release(filter->there);
    release(filter->field);
}

// The entry of a transform of `fine` with the frequency of entry i of one of n.
static size_t same_frequency(size_t i, size_t n, size_t fine) {
    return i <= n / 2 ? i : fine - (n - i);
}

static void apply(const MapFilter *filter, const double *transformed, MapFilterAt *at,
                  const void *settings, size_t rows, size_t columns, double *out) {
    assert(rows <= filter->rows && columns <= filter->columns);
    double scale = 1 / ((double)filter->rows * (double)filter->columns);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            size_t row = same_frequency(i, rows, filter->rows),
                   column = same_frequency(j, columns, filter->columns);
            double factor = scale * at(settings, fourier_frequency(column, filter->columns),
                                       fourier_frequency(row, filter->rows));
            const double *from = transformed + 2 * (row * filter->columns + column);
            out[2 * (i * columns + j)] = factor * from[0];
            out[2 * (i * columns + j) + 1] = factor * from[1];
        }
    fourier_backward(out, rows, columns);
}

void map_filter_field(const MapFilter *filter, MapFilterAt *at, const void *settings, size_t rows,
                      size_t columns, double *out) {
    apply(filter, filter->field, at, settings, rows, columns, out);
}

void map_filter_envelope(const MapFilter *filter, MapFilterAt *envelope, const void *settings,
                         size_t rows, size_t columns, double *weight) {
    OWNED double *complex_weight = allocate(2 * rows * columns, sizeof *complex_weight);
    apply(filter, filter->there, envelope, settings, rows, columns, complex_weight);
    for (size_t i = 0; i < rows * columns; i++)
        weight[i] = complex_weight[2 * i];
}
