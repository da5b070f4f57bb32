// SPDX-License-Identifier: GPL-3.0-or-later
// RetinotopyStatistics: all numbers reported about the order of receptive-field centres
// (retinotopy.h), as a struct and as a list of rows.
#pragma once

#include "fields/topographic_product.h"
#include "statistics/statistic.h"

#define RETINOTOPY_WINDOW 1.5 // receptive-field sizes

enum { RETINOTOPY_LEAST_REGION = 4 }; // cells

typedef struct {
    double error_before_fit; // root mean square distance of centres from their units' places
    double error;            // the same from the affine map of places that fits centres best

    // Standard deviation of centres in one direction about the affine map that fits them best in a
    // disc of RETINOTOPY_WINDOW receptive-field sizes about each unit, divided by that size: root
    // mean square over units, with n - 3 degrees of freedom for n centres.
    double scatter;

    // How near C = sum over neighbours in rows and columns of |v_i - v_j|^2, of centres v, is to
    // its minimum (minimal wiring: Goodhill & Sejnowski 1997, Neural Comput 9:1291): (C_chance - C)
    // / (C_chance - C_even). C_even belongs to an even grid with the centres' variance; C_chance is
    // the mean over all orders of the same centres. 1: even; 0: as by chance. It does not detect
    // folds.
    double wire_length;

    // The topographic product, and its parts by distances in visual space and on the sheet.
    TopographicProduct neighbours;

    double folded;              // share of the cells with a sign
    double folded_regions;      // joined by sides, of RETINOTOPY_LEAST_REGION cells or more
    double mirrored;            // 1 where most cells have det J < 0, else 0
    double cells, without_area; // their number; the share of those that have no sign

    // Areal magnification 1 / |det J| (cortical over visual area), and distortion, the ratio of J's
    // singular values, at least 1: medians and distances between quartiles over cells with a sign.
    double magnification, magnification_range;
    double distortion, distortion_range;
} RetinotopyStatistics;

// `size`: of the receptive fields, sheet units; NAN leaves the scatter undefined.
void retinotopy_statistics(const Retinotopy *retinotopy, double size,
                           RetinotopyStatistics *statistics);

enum { RETINOTOPY_ROWS = 16 };

// The rows of a map, always the same names in the same order.
void retinotopy_statistics_rows(const RetinotopyStatistics *statistics,
                                Statistic rows[RETINOTOPY_ROWS]);
