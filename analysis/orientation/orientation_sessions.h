// SPDX-License-Identifier: GPL-3.0-or-later
// Several orientation maps of the same cortex, as of several days: whether preferences and
// pinwheels last.
#pragma once

#include "maps/map.h"
#include "measure/results.h"

// Adds, of n maps of the same samples, sessions.stability and what becomes of pinwheels: the same
// ones of two maps are each other's nearest of one sign, within a quarter of the wavelength
// (pinwheel_match.h), which is in samples (NAN: not known). The map "pinwheels_lasting" has a row
// for each pinwheel of the first map: column, row, sign, and the number of maps that have it. What
// needs a wavelength that is not known is NAN.
void orientation_sessions_add(Results *results, ComplexMap *const *map, size_t n,
                              double wavelength);
