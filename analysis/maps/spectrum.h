// SPDX-License-Identifier: GPL-3.0-or-later
// Spectrum: the power of a map at each wave vector, and its mean over annuli of wave
// vectors.
//
// Wavenumbers are in cycles per extent, the extent L = sqrt(height * width) in samples: on a square
// map, cycles per map. A wavelength in samples is L / wavenumber.
//
// The mean of z is taken away first, and missing samples count as that mean.
//   P(k) = |sum_x (z - <z>) exp(-i k x)|^2 / (n m),   n = height * width, m samples not missing,
// so that the sum of P over all k is the variance of z. Where z is complex, P(k) and P(-k) differ.
// An open map is not windowed: on maps of 3 to 10 wavelengths cut from larger ones a Hann window
// made the peak fit worse, and the mean wavenumber better on thin rings but worse on broad ones.
#pragma once

#include "maps/map.h"

typedef struct {
    size_t height, width;
    double extent;     // L, samples
    size_t samples;    // samples that are not missing
    double *power;     // height x width, in the order of the transform: wave vector 0 first; owned
    size_t annuli;     // the last reaches the lower Nyquist frequency
    double *radius;    // mean wavenumber of each annulus, weighted with amplitude; owned
    double *amplitude; // mean of sqrt(P) over each annulus; owned
} Spectrum;

// The spectrum of a map. Annulus i holds the wavenumbers k with i + 0.5 <= k < i + 1.5, up to
// Nyquist; wavenumber 0 and the corners beyond Nyquist belong to none.
Spectrum spectrum_new(const Map *map);
void spectrum_free(Spectrum *spectrum);

// The wavenumber of the entry power[row * width + column].
double spectrum_wavenumber(const Spectrum *spectrum, size_t row, size_t column);

// How evenly the power of the wavenumbers from `lowest` to `highest` is spread over directions phi:
// the circular variance 1 - |sum P exp(2 i phi)| / sum P (Mardia & Jupp 2000), of axes, as P(k) =
// P(-k) for a real map. 1: all directions alike; 0: one only, as for straight stripes. A random
// isotropic map of m independent wave vectors has about 1 - 1 / sqrt(m) by chance. NAN without
// power.
double spectrum_circular_variance(const Spectrum *spectrum, double lowest, double highest);

// P for a picture, height x width: wave vector 0 at (height / 2, width / 2), kx to the right and ky
// up.
void spectrum_image(const Spectrum *spectrum, double *image);
