// SPDX-License-Identifier: GPL-3.0-or-later
// OrientationStatistics: everything that is reported about one orientation map, as a struct and as
// a list of rows for a writer of JSON, CSV or a report.
//
// Crop an open map first by half a wavelength or by the lateral radius, whichever is more. An
// undefined number is NAN, and its row gives the reason.
#pragma once

#include "maps/column_spacing.h"
#include "maps/map.h"
#include "statistics/statistic.h"

#include <stdbool.h>
#include <stddef.h>

#define ORIENTATION_STATISTICS_SMOOTHING 1.0

// How near a pinwheel density is to pi, the mean over the animals measured so far: the metric of
// Stevens, Law, Antolik & Bednar 2013 (J Neurosci 33:15747), G(density) / G(pi), where G is the
// density function of the Gamma distribution with shape 1.8 and mode pi. This is (d/pi)^0.8 exp(0.8
// (1 - d/pi)): 1 at pi, 0 at 0, near 0 far above pi. NAN for NAN and below 0.
double map_quality(double density);

// Pinwheels per wavelength^2 of a random map (a circular complex Gaussian field): pi (1 +
// variation), where variation = Var(k) / <k>^2 of its power, and the wavelength is that of <k>
// (Wolf & Geisel 1998, Nature 395:73). It is pi for a thin ring.
double map_quality_random_density(double variation);

typedef struct {
    ColumnSpacing columns;

    // Area in wavelength^2, with either wavelength. The area is the number of plaquettes with no
    // missing corner.
    double hypercolumns, hypercolumns_mean_wavenumber;

    // Pinwheels (pinwheels.h), and pinwheels per hypercolumn with each wavelength.
    double pinwheels, pinwheels_positive, pinwheels_negative, pinwheels_contour;
    double density, density_mean_wavenumber, density_mean_wavenumber_tapered;

    // The same on the field smoothed by a Gaussian of ORIENTATION_STATISTICS_SMOOTHING samples
    // (smoothing.h), with the same wavelength; and raw over smoothed pinwheels, 1 for a smooth map.
    double pinwheels_smoothed, density_smoothed, pinwheels_ratio;

    double density_random; // of a random map with this map's spectrum
    double per_area;       // pinwheels per square sheet unit; NAN without the map's spacing
    double spacing;        // 1 / sqrt(per_area), sheet units
    double quality;        // of `density`; NAN without a ring, and below 8 hypercolumns

    // Mean over the samples that have one; NAN where none was given, or where one is above 1, which
    // no selectivity is.
    double selectivity;
    bool too_selective;

    // How evenly preferences are spread over all orientations; NAN without any. Chance gives about
    // 1 / sqrt(n) for n independent patches of the map; n is about the number of hypercolumns.
    double bias;          // |<exp(2i theta)>|: 0 even, 1 all the same
    double fourfold_bias; // |<exp(4i theta)>|: two orientations 90 degrees apart in excess
    double cardinal_bias; // <cos(4 theta)>: horizontal and vertical above 0, oblique below
    double samples, samples_without_preference; // those that are not missing; of these
    double torn; // squares between samples of which some are missing, over those of which none is
} OrientationStatistics;

// `selectivity`, height x width, is NAN at samples that have none; it may be NULL.
void orientation_statistics(const ComplexMap *map, const double *selectivity,
                            OrientationStatistics *statistics);

enum { ORIENTATION_STATISTICS_ROWS = 29 };

// The rows of a map, always the same names in the same order.
void orientation_statistics_rows(const OrientationStatistics *statistics,
                                 Statistic rows[ORIENTATION_STATISTICS_ROWS]);

enum { ORIENTATION_STATISTICS_WARNINGS = 4 };

// Writes the warnings for the reader, constant texts, and returns their number.
size_t orientation_statistics_warnings(const OrientationStatistics *statistics,
                                       const char *warnings[ORIENTATION_STATISTICS_WARNINGS]);
