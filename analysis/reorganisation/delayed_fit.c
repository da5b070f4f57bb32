// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/delayed_fit.h"

#include "base/memory.h"
#include "statistics/least_squares.h"

#include <math.h>

enum { START, RISE, LOG_MIDDLE, LOG_WIDTH, PARAMETERS };
enum { EXPONENTIAL_PARAMETERS = 3, FEWEST = 8, ITERATIONS = 500 };

static const double LEAST_RISE = 3; // standard errors

// In the search time is in units of the record's length, so that all parameters are of one size.
typedef struct {
    const TimeCourse *course;
    double span;
} FitProblem;

typedef struct {
    double at[PARAMETERS], error[PARAMETERS], squares;
} FitAttempt;

static double logistic(double middle, double width, double t) {
    return 1 / (1 + exp(-(t - middle) / width));
}

// How far the rise is at point i.
static double share_at(const FitProblem *problem, const double *at, size_t i) {
    return logistic(exp(at[LOG_MIDDLE]), exp(at[LOG_WIDTH]), problem->course->t[i] / problem->span);
}

static int residuals(const gsl_vector *parameters, void *data, gsl_vector *out) {
    const FitProblem *problem = data;
    const double *at = parameters->data;
    for (size_t i = 0; i < problem->course->n; i++)
        gsl_vector_set(out, i,
                       at[START] + at[RISE] * share_at(problem, at, i) - problem->course->value[i]);
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *parameters, void *data, gsl_matrix *out) {
    const FitProblem *problem = data;
    const double *at = parameters->data;
    for (size_t i = 0; i < problem->course->n; i++) {
        double t = problem->course->t[i] / problem->span, middle = exp(at[LOG_MIDDLE]),
               width = exp(at[LOG_WIDTH]), share = share_at(problem, at, i),
               slope = at[RISE] * share * (1 - share) / width;
        gsl_matrix_set(out, i, START, 1);
        gsl_matrix_set(out, i, RISE, share);
        gsl_matrix_set(out, i, LOG_MIDDLE, -slope * middle);
        gsl_matrix_set(out, i, LOG_WIDTH, -slope * (t - middle));
    }
    return GSL_SUCCESS;
}

// The start and rise that fit best with the given middle and width.
static void fit_linear(const FitProblem *problem, double *at) {
    size_t n = problem->course->n;
    OWNED double *columns = allocate(2 * n, sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        columns[2 * i] = 1;
        columns[2 * i + 1] = share_at(problem, at, i);
    }
    least_squares_linear(columns, problem->course->value, n, 2, at); // else at stays 0
}

// The best of several searches, with middles and widths spread over the record.
static FitAttempt best(FitProblem *problem) {
    static const double middles[] = {0.05, 0.2, 0.4, 0.7}, widths[] = {0.02, 0.07, 0.2};
    const LeastSquares squares = {problem->course->n, PARAMETERS, residuals, jacobian, problem,
                                  ITERATIONS,         1e-10,      1e-10,     0};
    FitAttempt lowest = {.squares = (double)INFINITY};
    for (size_t i = 0; i < sizeof middles / sizeof *middles; i++)
        for (size_t j = 0; j < sizeof widths / sizeof *widths; j++) {
            FitAttempt found = {
                .at = {[LOG_MIDDLE] = log(middles[i]), [LOG_WIDTH] = log(widths[j])}};
            fit_linear(problem, found.at);
            found.squares = least_squares_search(&squares, found.at, found.error);
            if (found.squares < lowest.squares)
                lowest = found;
        }
    return lowest;
}

static DelayedFit refuse(const char *why) {
    double nan = (double)NAN;
    return (DelayedFit){nan, nan, nan, nan, {nan, nan}, nan, nan, nan, why};
}

static const char *doubt(const FitProblem *problem, const FitAttempt *found) {
    double middle = exp(found->at[LOG_MIDDLE]);
    if (!(middle >= problem->course->t[1] / problem->span && middle <= 1))
        return "the middle of the rise lies before the second point or after the last";
    if (!(exp(found->at[LOG_WIDTH]) <= 1))
        return "the rise is wider than the record";
    return fabs(found->at[RISE]) >= LEAST_RISE * found->error[RISE]
               ? NULL
               : "the rise is less than 3 of its standard errors";
}

DelayedFit delayed_fit(const TimeCourse *course) {
    if (course->n < FEWEST)
        return refuse("fewer than 8 points");
    if (time_course_is_flat(course))
        return refuse("all values are alike");
    FitProblem problem = {course, course->t[course->n - 1]};
    FitAttempt found = best(&problem);
    if (!isfinite(found.squares))
        return refuse("the fit did not converge");
    DelayedFit fit = refuse(doubt(&problem, &found));
    fit.squares = found.squares;
    if (fit.refused)
        return fit;
    double margin = time_course_margin(course, PARAMETERS, found.error[LOG_MIDDLE]);
    fit.start = found.at[START];
    fit.rise = found.at[RISE];
    fit.middle = problem.span * exp(found.at[LOG_MIDDLE]);
    fit.width = problem.span * exp(found.at[LOG_WIDTH]);
    fit.middle_interval = (Interval){fit.middle * exp(-margin), fit.middle * exp(margin)};
    fit.end = fit.start + fit.rise;
    fit.r2 = 1 - found.squares / time_course_squares(course);
    return fit;
}

double delayed_fit_at(const DelayedFit *fit, double t) {
    return fit->start + fit->rise * logistic(fit->middle, fit->width, t);
}

double delayed_fit_preference(const TimeCourse *course, const ExponentialFit *exponential,
                              const DelayedFit *delayed) {
    double difference =
        least_squares_information(exponential->squares, course->n, EXPONENTIAL_PARAMETERS) -
        least_squares_information(delayed->squares, course->n, PARAMETERS);
    return isfinite(difference) ? difference : (double)NAN;
}
