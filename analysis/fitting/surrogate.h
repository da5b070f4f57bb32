// SPDX-License-Identifier: GPL-3.0-or-later
// Surrogate: the numbers of a fit as functions of its settings, learned from the points so far
// (gaussian_process.h), and the misfit between these functions and the published numbers.
//
// The miss of a target is the distance between the surrogate's number and the middle of the
// published interval, over the standard deviation of that distance, by which both are uncertain.
// The misfit is the sum of the squared misses: low where the targets are near and where little is
// known, so that it tells what is ruled out. The deviance, -2 times a log likelihood, adds to the
// misfit the logarithms of the variances: low where the targets are known to be near. Where the
// nearest point lacks one of the targets that count, because its runs failed or the number was
// undefined, both are infinite. All are those of the settings as a config has them: whole numbers
// are rounded.
#pragma once

#include "fitting/fit_problem.h"
#include "statistics/gaussian_process.h"

typedef struct {
    const FitProblem *problem; // borrowed, as the points
    const FitPoints *points;
    GaussianProcess **process; // [numbers] NULL: too few points have the number; owned
    bool *has;                 // [points][numbers] does a point have a number? NULL: all; owned
    double *rounded;           // [axes] the place that is asked for; owned
} Surrogate;

// Refuses points of which too few have a target. Call surrogate_free either way.
bool surrogate_learn(Surrogate *surrogate, const FitProblem *problem, const FitPoints *points,
                     Error *error);
void surrogate_free(Surrogate *surrogate);

// A number at a place; NaN if there is no process. By one thread at a time, as all below.
ProcessValue surrogate_number(const Surrogate *surrogate, size_t number, const double *place);

double surrogate_miss(const Surrogate *surrogate, size_t number, const double *place);

// Functions of the targets together; `counts` [numbers] says of which, NULL: of all.
typedef double SurrogateFunction(const Surrogate *surrogate, const bool *counts,
                                 const double *place);
SurrogateFunction surrogate_misfit, surrogate_deviance;
SurrogateFunction surrogate_worst; // the largest of the misses, without signs

// The same functions, borrowed, as if each point had every number.
Surrogate surrogate_anywhere(const Surrogate *surrogate);
