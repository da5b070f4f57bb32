// SPDX-License-Identifier: GPL-3.0-or-later
// TuningStatistics: the tuning of many units at several contrasts (tuning_curve.h) in numbers: a
// summary at each contrast, and what changes with contrast.
//
// Tuning is contrast invariant where a unit's curves at all contrasts have the same width (Sclar &
// Freeman 1982, Exp Brain Res 46:457).
#pragma once

#include "statistics/finite.h"
#include "statistics/statistic.h"
#include "tuning/tuning_curve.h"

// At one contrast.
typedef struct {
    double responding;                          // share of units with a response above 0
    Quartiles selectivity, osi, half_width, r2; // half width in degrees
    Quartiles raw_osi, raw_half_width;          // of the responses, not of the fit
    double response;                            // mean over units of the largest response
} TuningSummary;
TuningSummary tuning_summary(const TuningCurve *unit, size_t units);

typedef struct {
    // At the highest contrast.
    double responding, selectivity, osi, half_width, half_width_range, fitted, r2;
    double raw_osi, raw_half_width, raw_share;
    double modulation, simple; // median F1 / F0; share of units where it is above 1

    // The median over units of the half width at the lowest contrast over that at the highest,
    // where both exist: 1 is invariant. The lowest contrast is the lowest at which there are half
    // as many units with a half width as at the highest contrast. Then that contrast, and the units
    // counted.
    double invariance, invariance_lowest, invariance_units;

    // The contrast at which the mean response is half of that at the highest contrast, by linear
    // interpolation between contrasts; NAN where the response is above half at all contrasts.
    double half_response;
} TuningStatistics;

// curve[contrasts][units] at increasing contrasts, modulation[units] at the highest.
void tuning_statistics(const TuningCurve *curve, const double *contrast, size_t contrasts,
                       const double *modulation, size_t units, TuningStatistics *statistics);

enum { TUNING_ROWS = 16 };
void tuning_statistics_rows(const TuningStatistics *statistics, Statistic rows[TUNING_ROWS]);
