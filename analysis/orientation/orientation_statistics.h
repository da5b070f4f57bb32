// SPDX-License-Identifier: GPL-3.0-or-later
// OrientationStatistics: everything that is reported about one orientation map, as a struct and as
// a list of rows that a writer of JSON, CSV or a report only has to go through.
//
// An open map should be cropped first by half a wavelength or the lateral radius, whichever is
// more. What cannot be said of a map is NAN, and its row says why; print that as "undefined".
#pragma once

#include "maps/column_spacing.h"
#include "maps/map.h"
#include "statistics/statistic.h"

#include <stddef.h>

#define ORIENTATION_STATISTICS_SMOOTHING 1.0

typedef struct {
    ColumnSpacing columns;

    // Area in wavelength^2, with either wavelength. The area is the number of plaquettes with no
    // missing corner.
    double hypercolumns, hypercolumns_mean_wavenumber;

    // Pinwheels (pinwheels.h), and pinwheels per hypercolumn with either wavelength.
    double pinwheels, pinwheels_positive, pinwheels_negative, pinwheels_contour;
    double density, density_mean_wavenumber;

    // The same on the field smoothed by a Gaussian of ORIENTATION_STATISTICS_SMOOTHING samples
    // (smoothing.h), with the same wavelength; and raw over smoothed pinwheels, 1 for a smooth map.
    double pinwheels_smoothed, density_smoothed, pinwheels_ratio;

    double density_random; // of a random map with this map's spectrum (map_quality.h)
    double per_area,
        spacing;    // per square sheet unit, and its -1/2th power; NAN without the spacing
    double quality; // of `density`; NAN without a ring, and below 8 hypercolumns

    double selectivity; // mean over the samples that have one; NAN where none was given

    double bias, fourfold_bias, cardinal_bias; // orientation_histogram.h
    double samples, samples_without_preference;
} OrientationStatistics;

// `selectivity`, height x width, may be NULL. NAN in it marks samples that have none.
void orientation_statistics(const ComplexMap *map, const double *selectivity,
                            OrientationStatistics *statistics);

enum { ORIENTATION_STATISTICS_ROWS = 26 };

// The rows of a map, always the same names in the same order.
void orientation_statistics_rows(const OrientationStatistics *statistics,
                                 Statistic rows[ORIENTATION_STATISTICS_ROWS]);

enum { ORIENTATION_STATISTICS_WARNINGS = 3 };

// What a reader should be warned of: returns how many, and their texts (constant) in `warnings`.
size_t orientation_statistics_warnings(const OrientationStatistics *statistics,
                                       const char *warnings[ORIENTATION_STATISTICS_WARNINGS]);
