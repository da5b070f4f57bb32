// SPDX-License-Identifier: GPL-3.0-or-later
// Maps whose statistics are known, for tests. Directions are in radians with y up, as in
// ComplexMap.
#pragma once

#include "maps/map.h"

#include <stdint.h>

// z = exp(i k x): orientation turns once per wavelength (samples) along the direction.
ComplexMap *synthetic_plane_wave(size_t height, size_t width, double wavelength, double direction);

// One pinwheel at (column, row), open map: z = (x - x0) + i sign (y - y0).
ComplexMap *synthetic_pinwheel(size_t height, size_t width, double column, double row, int sign);

// A square crystal of pinwheels, periodic: z = cos(k x + a) + i cos(k y + b), cycles per side; 4
// per wavelength^2.
ComplexMap *synthetic_crystal(size_t side, size_t cycles);

// A circular complex Gaussian field, periodic, whose power per wave vector is
// exp(-(k - wavenumber)^2 / (2 deviation^2)) for lowest <= k <= highest, k in cycles per side.
typedef struct {
    size_t side;
    double wavenumber, deviation, lowest, highest;
} SyntheticRing;

ComplexMap *synthetic_ring(const SyntheticRing *ring, uint64_t seed);

// Power-weighted means of k and k^2 over the wave vectors of the grid, in cycles per side.
void synthetic_ring_moments(const SyntheticRing *ring, double *mean, double *mean_square);

// Adds independent circular complex Gaussian noise of this root-mean-square size to every sample.
void synthetic_add_noise(ComplexMap *map, double size, uint64_t seed);

// Straight stripes, cos(k . x - phase): the direction is that of k.
ScalarMap *synthetic_stripes(size_t side, double wavelength, double direction, double phase);

// The same, periodic, with whole cycles across and up.
ScalarMap *synthetic_periodic_stripes(size_t side, int across, int up, double phase);

// One plane of a complex field: with the ring of another seed, a map that has nothing to do with
// another.
ScalarMap *synthetic_real_part(const ComplexMap *map);
