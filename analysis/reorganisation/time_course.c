// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/time_course.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double time_course_squares(const TimeCourse *course) {
    double mean = 0, squares = 0;
    for (size_t i = 0; i < course->n; i++)
        mean += course->value[i] / (double)course->n;
    for (size_t i = 0; i < course->n; i++)
        squares += pow(course->value[i] - mean, 2);
    return squares;
}

bool time_course_is_flat(const TimeCourse *course) {
    for (size_t i = 1; i < course->n; i++)
        if (course->value[i] != course->value[0])
            return false;
    return true;
}

double time_course_margin(const TimeCourse *course, size_t parameters, double error) {
    return gsl_cdf_tdist_Pinv(0.975, (double)(course->n - parameters)) * error;
}
