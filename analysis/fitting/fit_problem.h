// SPDX-License-Identifier: GPL-3.0-or-later
// FitProblem: what a fit looks for, without configs and runs: settings within ranges at which some
// numbers come near published ones.
//
// Places are points of the unit cube: a coordinate is the share of a setting's range
// (setting_range.h). A draw is the numbers of one run; each draw has a seed of its own, so that the
// noise of all draws is independent.
#pragma once

#include "batch/setting_range.h"

typedef struct {
    const char *name; // borrowed, as the path of the range
    SettingRange range;
    bool whole; // does the setting take whole numbers alone?
} FitAxis;

typedef struct {
    const char *name; // borrowed
    double low, high; // the published 95 % interval; NaN: none is known
    bool held_out;    // it is predicted, and not fitted to
} FitNumber;

typedef struct {
    size_t axes, numbers;
    FitAxis *axis;                  // [axes] owned
    FitNumber *number;              // [numbers] owned
    size_t samples, rounds, points; // of the design; then rounds of so many points
    size_t seeds;                   // draws at each point
    size_t confirmations;           // points at the best settings, at the end
    uint64_t seed;                  // of the design and of all searches
} FitProblem;

void fit_problem_free(FitProblem *problem);

// The value that a config has at a share of the range, and the share of that value, which has six
// digits and may be a whole number. The text is owned by the caller.
char *fit_axis_text(const FitAxis *axis, double share);
double fit_axis_settle(const FitAxis *axis, double share);

// The share of the whole number next to it, if the setting takes these alone.
double fit_axis_round(const FitAxis *axis, double share);

// The middle of a published interval and its standard deviation: the interval is taken as that of a
// normal distribution.
double fit_number_middle(const FitNumber *number);
double fit_number_deviation(const FitNumber *number);

size_t fit_targets(const FitProblem *problem); // numbers that are not held out

// The standard deviations within which all targets of a right model lie at once, 95 times of 100 or
// more often: 1.96 for one target, more for several (Bonferroni).
double fit_limit(const FitProblem *problem);

// Points with their draws. Begins as zero.
typedef struct {
    size_t count;
    double *place; // [count][axes] owned
    double *value; // [count][seeds][numbers] NaN: the run failed, or the number is undefined; owned
} FitPoints;

// Adds n points at places[n][axes], without values.
void fit_points_add(FitPoints *points, const FitProblem *problem, const double *places, size_t n);
void fit_points_free(FitPoints *points);

// The draws of a number at a point: [seeds] values that are `numbers` apart.
const double *fit_points_draws(const FitPoints *points, const FitProblem *problem, size_t point,
                               size_t number);

// Does a point have a number that `n` of its draws have? Those of a minority may be odd ones.
bool fit_has_number(size_t n, size_t draws);

// The defined draws of a number at a point that has it: their number, mean, and squares about the
// mean.
typedef struct {
    size_t n;             // 0: the point does not have the number
    double mean, squares; // NaN and 0 then
} FitMoments;
FitMoments fit_points_moments(const FitPoints *points, const FitProblem *problem, size_t point,
                              size_t number);

// Writes the places of a Latin hypercube of n points into places[n][axes].
void fit_design(const FitProblem *problem, const char *stream, size_t n, double *places);
