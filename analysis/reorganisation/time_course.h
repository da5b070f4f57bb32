// SPDX-License-Identifier: GPL-3.0-or-later
// TimeCourse: values over time since the lesion, to which curves of recovery are fitted
// (exponential_fit.h, delayed_fit.h).
#pragma once

#include "statistics/estimate.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const double *t, *value; // [n] at increasing times t >= 0
    size_t n;
} TimeCourse;

// Squared distances from the mean.
double time_course_squares(const TimeCourse *course);

bool time_course_is_flat(const TimeCourse *course);

// The half width of the 95 % confidence interval of a parameter with this standard error, from
// Student's t with n - parameters degrees of freedom.
double time_course_margin(const TimeCourse *course, size_t parameters, double error);
