// SPDX-License-Identifier: GPL-3.0-or-later
// OcularDominanceStatistics: everything that is reported about one map of ocular dominance
// (ocular_dominance.h), as a struct and as a list of rows.
//
// The border is the line where the index, smoothed by a Gaussian (smoothing.h), is 0 (contour.h).
// Smoothing removes chance differences between neighbouring units. All other numbers use the map
// without smoothing. The period of a left and a right column together is found in two ways:
// - from the spectrum of the index, by the peak fit of wavelength.h;
// - from the border's length B in an area A, as PI / sqrt(2) A / B = 2.221 A / B. An isotropic
//   Gaussian field has the border density sqrt(<k^2>) / (2 sqrt 2) (Rice's formula in the plane);
//   for a thin ring of wavelength P this is PI / (sqrt(2) P). Straight stripes have 2 / P, so that
//   this period is 11 % too long for them.
#pragma once

#include "maps/column_spacing.h"
#include "maps/map.h"
#include "measure/ocular_dominance.h"
#include "statistics/statistic.h"

typedef struct {
    OcularDominance units;

    ColumnSpacing columns; // from the spectrum

    // The period from the border, in samples and in sheet units.
    double border_period, border_period_sheet;
    double width_sheet, border_width_sheet; // of one eye's column: half a period
    double hypercolumns;                    // area / columns.peak_fit^2

    double border_length_sheet;  // sheet units
    double border_density_sheet; // per sheet unit

    double circular_variance; // of the spectrum (spectrum.h) from half to twice its peak
} OcularDominanceStatistics;

// `sigma`: of the smoothing before the border is drawn, in samples.
void ocular_dominance_statistics(const ScalarMap *index, double sigma, bool contralateral_right,
                                 OcularDominanceStatistics *statistics);

enum { OCULAR_DOMINANCE_ROWS = 28 };

// The rows of a map, always the same names in the same order.
void ocular_dominance_statistics_rows(const OcularDominanceStatistics *statistics,
                                      Statistic rows[OCULAR_DOMINANCE_ROWS]);
