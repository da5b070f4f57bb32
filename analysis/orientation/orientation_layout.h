// SPDX-License-Identifier: GPL-3.0-or-later
// OrientationLayout: the spatial arrangement of an orientation map: the distances between pinwheels
// (pinwheel_spacing.h), their density without noise (pinwheel_plateau.h), the local wavelength
// (local_wavelength.h) and homogeneity (local_homogeneity.h); as a struct and as rows, which follow
// those of OrientationStatistics.
//
// All use the map's wavelength (the peak fit), and are undefined where its spectrum has no ring.
#pragma once

#include "maps/map.h"
#include "orientation/orientation_statistics.h"
#include "statistics/statistic.h"

#define ORIENTATION_LAYOUT_SIGMA 0.2 // of the local homogeneity, in wavelengths

typedef struct {
    // Nearest neighbours, in wavelengths, and the share whose nearest is of opposite sign.
    double nearest, nearest_same, nearest_opposite, opposite;
    double variance_exponent, variance_factor;
    double plateau, plateau_low, plateau_high;
    double local_wavelength, local_deviation; // samples; over the mean
    double local_density;                     // pinwheels per hypercolumn of the local wavelength
    double local_averaged, local_averaged_density; // by the mean response over directions
    double homogeneity;
} OrientationLayout;

// `statistics`: of the same map.
void orientation_layout(const ComplexMap *map, const OrientationStatistics *statistics,
                        OrientationLayout *layout);

enum { ORIENTATION_LAYOUT_ROWS = 15 };

// The rows of a map, always the same names in the same order.
void orientation_layout_rows(const OrientationLayout *layout,
                             Statistic rows[ORIENTATION_LAYOUT_ROWS]);
