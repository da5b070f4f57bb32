// SPDX-License-Identifier: GPL-3.0-or-later
// BandPass: a map without what is slower and faster than its columns, by Fermi filters.
//
//     f(k) = 1 / (1 + exp((k - c) / (steepness c))),   c = 1 / cut-off wavelength
// The high-pass takes away the map filtered with its cut-off, the low-pass then filters with its
// own. Each time the filtered map is divided by the filtered mask of samples (1 where there is one,
// 0 elsewhere). So what is missing, and the world beyond the edges of an open map, has no part in
// the result, and a constant map is 0 after a high-pass right up to its edges. Missing samples stay
// missing.
//
// Two steepnesses are in use: 0.05, nearly a step (Kaschube et al. 2010), and 0.5, which is gentle:
// its high-pass leaves 12 % of a constant in an infinite map, and its low-pass takes 12 % of the
// cut-off's double wavelength.
#pragma once

#include "maps/map.h"

#define BAND_PASS_STEEP 0.05
#define BAND_PASS_GENTLE 0.5

typedef struct {
    double high_pass; // cut-off wavelength, samples: longer ones are taken away; INFINITY: none is
    double low_pass;  // shorter ones are taken away; 0: none is
    double steepness;
} BandPass;

static inline BandPass band_pass_none(double steepness) {
    return (BandPass){(double)INFINITY, 0, steepness};
}

Map *band_pass_of(const Map *map, const BandPass *band);

// The same filter for many maps of the same samples.
typedef struct {
    size_t height, width, rows, columns; // of the map; with a margin, on an open map
    bool *there;                         // [height][width]; owned
    double *high, *low;                  // 1 / filtered mask, [height][width], 0 outside; owned
    double *high_at, *low_at; // of each frequency, [rows][columns]; owned, NULL without that filter
} BandPassFilter;

// For maps with the samples of `map`.
BandPassFilter band_pass_filter_new(const Map *map, const BandPass *band);
void band_pass_filter_free(BandPassFilter *filter);

// Filters two planes [height][width] side by side, in place; samples that are missing become 0.
// `second` may be NULL.
void band_pass_filter_apply(const BandPassFilter *filter, double *first, double *second);
