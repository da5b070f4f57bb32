// SPDX-License-Identifier: GPL-3.0-or-later
// Pinwheels: the points about which the preferred orientation turns through half a circle.
//
// A pinwheel sits in a plaquette, the square between four neighbouring samples. Going round its
// corners counter-clockwise (as seen on the page, y up), arg z = 2 theta changes by 2 pi q with q =
// -1, 0 or 1; where q is not 0 there is a pinwheel of sign q. So sign +1 means that the preference
// increases counter-clockwise, as in z = x + i y. |z| does not matter to the count. On a periodic
// map both signs are equally many, exactly.
//
// Close pairs of opposite sign that share a plaquette are missed, and coarse sampling makes false
// pairs; use maps of at least 8 samples per wavelength.
#pragma once

#include "maps/map.h"

typedef struct {
    double column, row; // where z = 0, samples: z interpolated bilinearly in the plaquette; (0, 0)
                        // is the top left one
    int sign;           // +1 or -1
} Pinwheel;

typedef struct {
    size_t count, positive, negative; // count = positive + negative
    size_t plaquettes;                // those with no missing corner: the area, samples^2
    Pinwheel *list;                   // count of them, in row-major order of plaquettes; owned
} Pinwheels;

// The pinwheels of a map. On a periodic one the plaquettes over the seam count too, and positions
// are in [0, width) and [0, height).
Pinwheels *pinwheels_new(const ComplexMap *map);
void pinwheels_free(Pinwheels *pinwheels);
OWNER(Pinwheels, pinwheels_free)

// Pinwheels per wavelength^2, for a wavelength in samples; NAN where that is, or where the area is
// 0.
double pinwheels_density(const Pinwheels *pinwheels, double wavelength);

// The same pinwheels counted another way, as crossings of the contours Re z = 0 and Im z = 0 (Lowel
// et al. 1998): straight segments in each plaquette, saddles decided by the mean of the corners. It
// may find two in a plaquette where the winding finds none.
size_t pinwheels_contour_count(const ComplexMap *map);
