// SPDX-License-Identifier: GPL-3.0-or-later
// BandChoice: the cut-offs of a band-pass (band_pass.h) for an orientation map, found where the
// number of pinwheels does not depend on them (Kaschube et al. 2010; the high-pass by the same
// rule).
//
// First the wavelength: the map is high-passed by ever shorter cut-offs, from its extent down,
// until drift is gone; among those whose spectrum has a ring, the longest range in which the
// wavelength changes by less than 3 % from one to the next gives it. Then pinwheels are counted for
// low-pass cut-offs from 0.2 to 1 wavelengths, with a high-pass of 2 wavelengths; for high-pass
// cut-offs from 1.25 to 5 wavelengths with the low-pass just found; and once more for the low-pass.
// The plateau is the longest range in which counts lie within 4 %, and the cut-off is its middle.
// With no range of 3 or more, the low-pass is 0.5 and the high-pass 2 wavelengths. Of a map with a
// side above 400 samples, neighbours are joined for all this (map_joined).
#pragma once

#include "maps/band_pass.h"
#include "measure/results.h"

typedef struct {
    double low, high; // the range of cut-offs, samples; NAN: there is no plateau
} BandPlateau;

typedef struct {
    BandPass band;
    double wavelength; // samples; NAN: no high-pass leaves a ring, and the band is none
    BandPlateau of_high_pass, of_low_pass; // NAN where the cut-off was given
    bool high_given, low_given;
} BandChoice;

// `given`: cut-offs that are above 0 stay as they are; those that are 0 are found. This low-pass is
// none.
#define BAND_CHOICE_NO_LOW_PASS (-1.0)
BandChoice band_choice_of(const ComplexMap *map, const BandPass *given);

// Adds the cut-offs as numbers, whose definitions say why they were chosen: band_pass.high_pass,
// low_pass and steepness; a warning where there is no band or no plateau.
void band_choice_results(const BandChoice *choice, Results *results);
