// SPDX-License-Identifier: GPL-3.0-or-later
// ColumnSpacing: the numbers that are reported of the spectrum of any map of columns: whether it
// has a wavelength (wavelength.h), and that in samples and in sheet units.
#pragma once

#include "maps/map.h"
#include "maps/wavelength.h"
#include "statistics/statistic.h"

#include <stdbool.h>

typedef struct {
    double peak_fit, mean_wavenumber; // samples; NAN without a ring
    double mean_wavenumber_tapered;   // the same without the leak of edges (tapered_wavenumber.h)
    // Sheet units; NAN where the map's spacing is not known.
    double peak_fit_sheet, mean_wavenumber_sheet, mean_wavenumber_tapered_sheet;
    double ring_prominence;
    bool ring;                 // the spectrum has a ring: without one there is no wavelength
    const char *no_wavelength; // why there is no number, or NULL
} ColumnSpacing;

// `wavelength`: of the same map.
ColumnSpacing column_spacing_of(const Map *map, const Wavelength *wavelength);

enum { COLUMN_SPACING_ROWS = 7 };

// The rows of a map, always the same names in the same order.
void column_spacing_rows(const ColumnSpacing *spacing, Statistic rows[COLUMN_SPACING_ROWS]);
