// SPDX-License-Identifier: GPL-3.0-or-later
#include "maps/band_pass.h"

#include "base/memory.h"
#include "maps/fourier.h"

#include <math.h>
#include <string.h>

// The filtered mask is at least this much where a sample counts on it.
static const double least_weight = 1e-3;

static double *gains(const BandPassFilter *filter, double wavelength, double steepness) {
    double *gain = allocate(filter->rows * filter->columns, sizeof *gain), cut = 1 / wavelength,
           scale = 1 / ((double)filter->rows * (double)filter->columns);
    for (size_t i = 0; i < filter->rows * filter->columns; i++) {
        double k = hypot(fourier_frequency(i / filter->columns, filter->rows),
                         fourier_frequency(i % filter->columns, filter->columns));
        gain[i] = scale / (1 + exp((k - cut) / (steepness * cut)));
    }
    return gain;
}

// Two planes filtered as one complex field, out[rows][columns] complex.
static void low_pass(const BandPassFilter *filter, const double *gain, const double *first,
                     const double *second, double *field) {
    memset(field, 0, 2 * filter->rows * filter->columns * sizeof *field);
    for (size_t i = 0; i < filter->height * filter->width; i++) {
        size_t at = 2 * (i / filter->width * filter->columns + i % filter->width);
        if (!filter->there[i])
            continue;
        field[at] = first[i];
        field[at + 1] = second ? second[i] : 0;
    }
    fourier_forward(field, filter->rows, filter->columns);
    for (size_t i = 0; i < filter->rows * filter->columns; i++) {
        field[2 * i] *= gain[i];
        field[2 * i + 1] *= gain[i];
    }
    fourier_backward(field, filter->rows, filter->columns);
}

// 1 / filtered mask.
static double *weights(const BandPassFilter *filter, const double *gain, double *field) {
    size_t n = filter->height * filter->width;
    double *weight = allocate(n, sizeof *weight);
    for (size_t i = 0; i < n; i++)
        weight[i] = filter->there[i] ? 1 : 0;
    low_pass(filter, gain, weight, NULL, field);
    for (size_t i = 0; i < n; i++) {
        size_t at = 2 * (i / filter->width * filter->columns + i % filter->width);
        weight[i] = filter->there[i] ? 1 / fmax(field[at], least_weight) : 0;
    }
    return weight;
}

BandPassFilter band_pass_filter_new(const Map *map, const BandPass *band) {
    bool high = isfinite(band->high_pass), low = band->low_pass > 0;
    double reach = 2 * fmax(high ? band->high_pass : 0, band->low_pass);
    size_t n = map->height * map->width, margin = (size_t)ceil(reach);
    BandPassFilter filter = {
        .height = map->height,
        .width = map->width,
        .rows = map->periodic ? map->height : fourier_fast_length(map->height + margin),
        .columns = map->periodic ? map->width : fourier_fast_length(map->width + margin),
        .there = allocate(n, sizeof(bool))};
    for (size_t i = 0; i < n; i++)
        filter.there[i] = map_has_sample(map, i);
    OWNED double *field = allocate(2 * filter.rows * filter.columns, sizeof *field);
    if (high) {
        filter.high_at = gains(&filter, band->high_pass, band->steepness);
        filter.high = weights(&filter, filter.high_at, field);
    }
    if (low) {
        filter.low_at = gains(&filter, band->low_pass, band->steepness);
        filter.low = weights(&filter, filter.low_at, field);
    }
    return filter;
}

void band_pass_filter_free(BandPassFilter *filter) {
    release(filter->there);
    release(filter->high);
    release(filter->low);
    release(filter->high_at);
    release(filter->low_at);
}

// Sample i of a filtered plane, `part` 0 or 1.
static double filtered(const BandPassFilter *filter, const double *field, const double *weight,
                       size_t i, size_t part) {
    size_t at = 2 * (i / filter->width * filter->columns + i % filter->width);
    return field[at + part] * weight[i];
}

void band_pass_filter_apply(const BandPassFilter *filter, double *first, double *second) {
    OWNED double *field = allocate(2 * filter->rows * filter->columns, sizeof *field);
    double *const planes[] = {first, second};
    size_t n = filter->height * filter->width;
    if (filter->high)
        low_pass(filter, filter->high_at, first, second, field);
    for (size_t p = 0; p < 2 && planes[p]; p++)
        for (size_t i = 0; i < n; i++) {
            double slow = filter->high ? filtered(filter, field, filter->high, i, p) : 0;
            planes[p][i] = filter->there[i] ? planes[p][i] - slow : 0;
        }
    if (filter->low == NULL)
        return;
    low_pass(filter, filter->low_at, first, second, field);
    for (size_t p = 0; p < 2 && planes[p]; p++)
        for (size_t i = 0; i < n; i++)
            planes[p][i] = filtered(filter, field, filter->low, i, p);
}

Map *band_pass_of(const Map *map, const BandPass *band) {
    Map *passed = map_copy(map);
    OWNED_BY(band_pass_filter_free) BandPassFilter filter = band_pass_filter_new(map, band);
    band_pass_filter_apply(&filter, passed->value, passed->imaginary);
    for (size_t i = 0; i < map->height * map->width; i++)
        if (!filter.there[i]) {
            passed->value[i] = (double)NAN;
            if (passed->imaginary)
                passed->imaginary[i] = (double)NAN;
        }
    return passed;
}
