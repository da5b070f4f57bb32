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
// With no range of 3 or more, the low-pass is 0.5 and the high-pass 2 wavelengths.
#pragma once

#include "maps/band_pass.h"

typedef struct {
    double low, high; // the range of cut-offs, samples; NAN: there is no plateau
} BandPlateau;

typedef struct {
    BandPass band;
    double wavelength; // samples; NAN: no high-pass leaves a ring, and the band is none
    BandPlateau of_high_pass, of_low_pass; // NAN where the cut-off was given
    bool high_given, low_given;
} BandChoice;

// `given`: cut-offs that are above 0 stay as they are; those that are 0 are found.
BandChoice band_choice_of(const ComplexMap *map, const BandPass *given);

// What was chosen and why, in a sentence; owned by the caller. Lengths are times `unit_length`, in
// `unit`, as "samples" or "mm".
char *band_choice_text(const BandChoice *choice, double unit_length, const char *unit);
