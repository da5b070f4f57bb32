// SPDX-License-Identifier: GPL-3.0-or-later
// Several orientation maps of the same cortex, as of several days: whether preferences and
// pinwheels last.
#pragma once

#include "maps/map.h"
#include "measure/results.h"
#include "statistics/statistic.h"

enum {
    SESSIONS_STABILITY,
    SESSIONS_PINWHEELS,
    SESSIONS_CHANCE,
    SESSIONS_DISPLACEMENT,
    SESSIONS_LASTING,
    ORIENTATION_SESSIONS_ROWS
};

// Of n maps of the same samples, the stability and what becomes of pinwheels: the same ones of two
// maps are each other's nearest of one sign, within a quarter of the wavelength (pinwheel_match.h),
// which is in samples (NAN: not known). What needs a wavelength that is not known is NAN.
void orientation_sessions_rows(ComplexMap *const *map, size_t n, double wavelength,
                               Statistic rows[ORIENTATION_SESSIONS_ROWS]);

// Adds these numbers, and the map "pinwheels_lasting" with a row for each pinwheel of the first
// map: column, row, sign, and the number of maps that have it.
void orientation_sessions_add(Results *results, ComplexMap *const *map, size_t n,
                              double wavelength);
