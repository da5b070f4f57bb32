// SPDX-License-Identifier: GPL-3.0-or-later
// ExponentialFit: the time course of recovery, fitted to values over time since the lesion:
//     F(t) = start + rise (1 - exp(-t / tau)),
// or, with two processes, start + rise (1 - exp(-t / tau)) + slow_rise (1 - exp(-t / slow_tau)),
// tau < slow_tau. Least squares, with the time constants' logarithms as parameters.
//
// A fit is refused, with a reason, for fewer than 6 points (two processes: 8), for a record shorter
// than 1.5 time constants, for first two points more than 3 time constants apart, for a rise below
// 3 of its standard errors, and for values that are all equal. A refused fit has NAN everywhere,
// but in `squares` where a curve was found.
#pragma once

#include "reorganisation/time_course.h"

typedef struct {
    double start, rise, tau;
    double slow_rise, slow_tau; // NAN for a single process
    // 95 % confidence intervals of the run, not over seeds, from the covariance of the logarithms
    // and Student's t with n - parameters degrees of freedom.
    Interval tau_interval, slow_tau_interval;
    double end;          // limit of F
    double half_time;    // time at which F is half of the way from start to end
    double squares;      // sum of squared residuals
    double r2;           // 1 - squares / squared distances from the mean
    const char *refused; // reason; NULL where there is a fit
} ExponentialFit;

// With one process or two.
ExponentialFit exponential_fit(const TimeCourse *course, bool two);

// The fitted curve.
double exponential_fit_at(const ExponentialFit *fit, double t);
