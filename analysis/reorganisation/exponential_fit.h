// SPDX-License-Identifier: GPL-3.0-or-later
// ExponentialFit: how fast something recovers, from its values over time since the lesion:
//     F(t) = start + rise (1 - exp(-t / tau)),
// or, with two processes, start + rise (1 - exp(-t / tau)) + slow_rise (1 - exp(-t / slow_tau)),
// tau < slow_tau. Least squares, with the time constants' logarithms as parameters.
//
// Refused, with a reason, where the record cannot tell: fewer than 6 points (two processes: 8),
// shorter than 1.5 time constants, its first two points more than 3 apart, the rise not 3 of its
// standard errors, or all values alike. A refused fit has NAN everywhere.
#pragma once

#include "statistics/bootstrap.h"

#include <stddef.h>

typedef struct {
    double start, rise, tau;
    double slow_rise, slow_tau; // NAN of a single process
    Interval tau_interval;      // 95 %, from the covariance and t with n - parameters degrees of
    Interval slow_tau_interval; // freedom, along the logarithm; of the run, not over seeds
    double end;                 // that F tends to
    double half_time;           // until half of the way from start to end
    double r2;                  // 1 - squared residuals / squared distances from the mean
    const char *refused;        // why there is none; NULL where there is
} ExponentialFit;

// Of n values at times t >= 0, which increase.
ExponentialFit exponential_fit(const double *t, const double *value, size_t n);
ExponentialFit exponential_fit_two(const double *t, const double *value, size_t n);

// The fitted curve.
double exponential_fit_at(const ExponentialFit *fit, double t);
