// SPDX-License-Identifier: GPL-3.0-or-later
// Wavelength: the column spacing of a map, read off its spectrum in two ways that differ by up to
// some 10 %, and whether the spectrum has a ring, without which there is no column spacing.
//
// (a) Peak fit (Kaschube et al. 2010, as used by Stevens et al. 2013): the amplitude profile A(k)
//     of z is fitted with
//       A(k) = a0 exp(-(k - a1)^2 / (2 a2^2)) + a3 + a4 k + a5 k^2
//     by least squares without weights over all annuli, and the wavelength is L / a1. The fit
//     starts from a0 = A(kp) less the mean of A, a1 = kp (the highest annulus), a2 = 1.3 or 4.0,
//     a3 = the mean, a4 = a5 = 0; the better fit with a0 > 0 and kp / 2 < a1 < 2 kp counts. Without
//     one, a1 = kp. The unit of z does not matter: the profile is scaled by a power of two where
//     its highest amplitude is above 1 or below 2^-14. Stevens et al. fit the spectrum of the angle
//     itself, which jumps where pi meets 0, and label an annulus by its inner edge; we do neither.
// (b) Mean wavenumber: L / <k>, with <k> the power-weighted mean over half to twice the wavenumber
//     of (a). This is the one for which the pinwheel density of a random map is
//     pi (1 + Var(k) / <k>^2).
//
// Measured on 225 random maps each, 99 samples wide, cut from larger ones, with rings 5 to 25 %
// wide: at 3, 4, 6 and 10 wavelengths across, (a) is too long by up to 2.5, 1.0, 0.3 and 0.1 % on
// average (SD of one map 1.6 to 4, 1 to 3, 0.7 to 2, 0.4 to 1 %), and (b) too short by 3.1 to
// 3.9, 2.1 to 2.5, 1.6 to 1.8 and 0.8 to 1.1 % (SD a little less), because the edges of an open
// map leak power to higher wavenumbers. Periodic maps have no leak. A single open plane wave
// leaks most: (a) may be off by a cycle per map. tapered_wavenumber.h has (b) without the leak.
#pragma once

#include "maps/spectrum.h"

enum { WAVELENGTH_PARAMETERS = 6 }; // a0 to a5

// Ring prominence from which on there is a ring. Measured on 300 maps of each kind: random rings
// 18 % wide, cut to 3.7 wavelengths on 48 samples or more, reach at least 0.5, also with noise
// 0.7 times as large as the map; independent random orientations never reach 0.4, and low-pass
// noise, whose power falls from wavenumber 0, does so in up to 3 % of maps.
#define WAVELENGTH_RING_THRESHOLD 0.4

typedef struct {
    const char *reason; // why there is no wavelength (its numbers are then NAN); otherwise NULL
    bool fit_converged; // (a) comes from a fit, not from the highest annulus
    double fit[WAVELENGTH_PARAMETERS]; // a0 to a5, where it converged
    double peak_wavenumber;            // a1 or kp, cycles per extent
    double peak_fit;                   // (a), samples
    double mean_wavenumber;            // (b), samples
    double variation;                  // Var(k) / <k>^2 over the band of (b)

    // 1 - (side / peak): peak is A(kp), side the higher of two mean amplitudes, that of the annuli
    // up to kp / 2 (at least the first) and that of the annuli from 2 kp on. In [0, 1]; 0 where a
    // side has no annuli, as below 4 samples per wavelength. NAN only where there is no spectrum.
    double ring_prominence;
    bool ring; // the fit converged and the prominence reaches the threshold
} Wavelength;

Wavelength wavelength_from_spectrum(const Spectrum *spectrum);
Wavelength wavelength_of(const Map *map);

// The fitted curve at wavenumber k.
double wavelength_fitted(const double fit[WAVELENGTH_PARAMETERS], double k);
