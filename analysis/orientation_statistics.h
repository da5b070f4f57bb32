// SPDX-License-Identifier: GPL-3.0-or-later
// OrientationStatistics: everything that is reported about one orientation map, as a struct and as
// a list of rows that a writer of JSON, CSV or a report only has to go through.
//
// An open map should be cropped first by half a wavelength or the lateral radius, whichever is
// more. What cannot be said of a map is NAN, and its row says why; print that as "undefined".
#pragma once

#include "map.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    // Column spacing (wavelength.h): samples, and sheet units, which are NAN where the map's
    // spacing is not known.
    double peak_fit, mean_wavenumber;
    double peak_fit_sheet, mean_wavenumber_sheet;

    // Area in wavelength^2, with either wavelength. The area is the number of plaquettes with no
    // missing corner.
    double hypercolumns, hypercolumns_mean_wavenumber;

    // Pinwheels (pinwheels.h), and pinwheels per hypercolumn with either wavelength.
    double pinwheels, pinwheels_positive, pinwheels_negative, pinwheels_contour;
    double density, density_mean_wavenumber;
    double density_random; // of a random map with this map's spectrum (map_quality.h)
    double per_area,
        spacing;    // per square sheet unit, and its -1/2th power; NAN without the spacing
    double quality; // of `density`; NAN without a ring, and below 8 hypercolumns

    double selectivity; // mean over the samples that have one; NAN where none was given

    double ring_prominence;                    // wavelength.h
    double bias, fourfold_bias, cardinal_bias; // orientation_histogram.h
    double samples, samples_without_preference;

    bool ring;                 // the spectrum has a ring
    bool fit_converged;        // peak_fit comes from a fit
    const char *no_wavelength; // why there is none, or NULL
} OrientationStatistics;

// `selectivity`, height x width, may be NULL. NAN in it marks samples that have none.
void orientation_statistics(const ComplexMap *map, const double *selectivity,
                            OrientationStatistics *statistics);

typedef struct {
    const char *name;       // e.g. "wavelength.peak_fit"
    double value;           // NAN where undefined
    const char *unit;       // "samples", "sheet units", "1" for pure numbers
    const char *definition; // one line
    const char *undefined;  // why value is NAN; NULL where it is a number
} Statistic;

enum { ORIENTATION_STATISTICS_ROWS = 23 };

// The rows of a map, always the same names in the same order.
void orientation_statistics_rows(const OrientationStatistics *statistics,
                                 Statistic rows[ORIENTATION_STATISTICS_ROWS]);

enum { ORIENTATION_STATISTICS_WARNINGS = 3 };

// What a reader should be warned of: returns how many, and their texts (constant) in `warnings`.
size_t orientation_statistics_warnings(const OrientationStatistics *statistics,
                                       const char *warnings[ORIENTATION_STATISTICS_WARNINGS]);
