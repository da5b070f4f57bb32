// SPDX-License-Identifier: GPL-3.0-or-later
// DelayedFit: a course of recovery that is slow at first, fitted by a logistic curve:
//     F(t) = start + rise / (1 + exp(-(t - middle) / width)).
// Least squares, with the logarithms of middle and width as parameters, so that both are above 0.
//
// A fit is refused, with a reason, for fewer than 8 points, for values that are all alike, for a
// middle before the second point or after the last, for a width beyond the record, and for a rise
// below 3 of its standard errors.
//
// The test between this curve and a single exponential is the difference of their values of
// Akaike's information criterion (least_squares.h), which punishes the logistic's additional
// parameter. The curves are not nested, so that a likelihood ratio has no known distribution. The
// test takes both curves as they are found, refused or not: a fit may be refused because its form
// is the wrong one.
#pragma once

#include "reorganisation/exponential_fit.h"

typedef struct {
    double start, rise, middle, width;
    Interval middle_interval; // 95 %, of the run, as in exponential_fit.h
    double end;               // limit of F
    double squares;           // sum of squared residuals; NAN where no curve was found
    double r2;                // 1 - squares / squared distances from the mean
    const char *refused;      // reason; NULL where there is a fit
} DelayedFit;

DelayedFit delayed_fit(const TimeCourse *course);

// The fitted curve.
double delayed_fit_at(const DelayedFit *fit, double t);

// The criterion of the exponential less that of the delayed curve: above 0 where the delayed curve
// explains the course better. NAN where either was not found, or is exact.
double delayed_fit_preference(const TimeCourse *course, const ExponentialFit *exponential,
                              const DelayedFit *delayed);
