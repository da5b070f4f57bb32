// SPDX-License-Identifier: GPL-3.0-or-later
#include "reorganisation/exponential_fit.h"

#include "base/memory.h"
#include "statistics/least_squares.h"

#include <math.h>
#include <string.h>

enum { START, RISE, LOG_TAU, SLOW_RISE, LOG_SLOW_TAU, MOST_PARAMETERS };
enum { SINGLE = 3, TWO = MOST_PARAMETERS, FEWEST_SINGLE = 6, FEWEST_TWO = 8, ITERATIONS = 500 };

static const double LEAST_SPAN = 1.5, LEAST_RISE = 3,
                    MOST_STEP = 3; // time constants; standard errors; time constants

typedef struct {
    TimeCourse course;
    size_t parameters;
} FitProblem;

// The result of a search; `squares` is INFINITY without convergence.
typedef struct {
    double at[MOST_PARAMETERS], error[MOST_PARAMETERS], squares;
} FitAttempt;

static double curve(const double *at, size_t parameters, double t) {
    double value = at[START];
    for (size_t k = RISE; k < parameters; k += 2)
        value += at[k] * (1 - exp(-t * exp(-at[k + 1])));
    return value;
}

static int residuals(const gsl_vector *parameters, void *data, gsl_vector *out) {
    const FitProblem *problem = data;
    const TimeCourse *course = &problem->course;
    for (size_t i = 0; i < course->n; i++)
        gsl_vector_set(
            out, i, curve(parameters->data, problem->parameters, course->t[i]) - course->value[i]);
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *parameters, void *data, gsl_matrix *out) {
    const FitProblem *problem = data;
    for (size_t i = 0; i < problem->course.n; i++) {
        gsl_matrix_set(out, i, START, 1);
        for (size_t k = RISE; k < problem->parameters; k += 2) {
            double passed = problem->course.t[i] * exp(-parameters->data[k + 1]);
            gsl_matrix_set(out, i, k, 1 - exp(-passed));
            gsl_matrix_set(out, i, k + 1, -parameters->data[k] * passed * exp(-passed));
        }
    }
    return GSL_SUCCESS;
}

static FitAttempt search(FitProblem *problem, const double *start) {
    const LeastSquares squares = {problem->course.n,
                                  problem->parameters,
                                  residuals,
                                  jacobian,
                                  problem,
                                  ITERATIONS,
                                  1e-10,
                                  1e-10,
                                  0};
    FitAttempt found = {0};
    memcpy(found.at, start, sizeof found.at);
    found.squares = least_squares_search(&squares, found.at, found.error);
    return found;
}

// The start and rises that fit best with given time constants.
static void fit_linear(const FitProblem *problem, double *at) {
    const TimeCourse *course = &problem->course;
    size_t n = course->n, linear = 1 + (problem->parameters - 1) / 2;
    OWNED double *columns = allocate(n * linear, sizeof *columns),
                 *found = allocate(linear, sizeof *found);
    for (size_t i = 0; i < n; i++) {
        columns[i * linear] = 1;
        for (size_t k = 1; k < linear; k++)
            columns[i * linear + k] = 1 - exp(-course->t[i] * exp(-at[2 * k]));
    }
    if (!isfinite(least_squares_linear(columns, course->value, n, linear, found)))
        return;
    at[START] = found[0];
    for (size_t k = 1; k < linear; k++)
        at[2 * k - 1] = found[k];
}

// The best of several searches, which start from time constants spread over the record.
static FitAttempt best(FitProblem *problem) {
    static const double shares[] = {0.007, 0.02, 0.07, 0.2, 0.6};
    enum { SHARES = sizeof shares / sizeof *shares };
    const TimeCourse *course = &problem->course;
    double span = course->t[course->n - 1] - course->t[0];
    FitAttempt lowest = {.squares = (double)INFINITY};
    bool two = problem->parameters == TWO;
    for (size_t i = 0; i < SHARES; i++)
        for (size_t j = two ? i + 1 : 0; j < (two ? SHARES : 1); j++) {
            double start[MOST_PARAMETERS] = {
                [LOG_TAU] = log(shares[i] * span), [LOG_SLOW_TAU] = log(shares[j] * span)};
            fit_linear(problem, start);
            FitAttempt found = search(problem, start);
            if (found.squares < lowest.squares)
                lowest = found;
        }
    return lowest;
}

static ExponentialFit refuse(const char *why) {
    double nan = (double)NAN;
    return (ExponentialFit){nan,        nan, nan, nan, nan, {nan, nan},
                            {nan, nan}, nan, nan, nan, nan, why};
}

// The fast process first.
static void put_in_order(FitAttempt *found) {
    FitAttempt other = *found;
    if (found->at[LOG_TAU] <= found->at[LOG_SLOW_TAU])
        return;
    for (size_t k = RISE; k <= LOG_TAU; k++) {
        found->at[k] = other.at[k + 2];
        found->error[k] = other.error[k + 2];
        found->at[k + 2] = other.at[k];
        found->error[k + 2] = other.error[k];
    }
}

static const char *doubt(const FitProblem *problem, const FitAttempt *found) {
    const TimeCourse *course = &problem->course;
    double span = course->t[course->n - 1];
    for (size_t k = RISE; k < problem->parameters; k += 2) {
        if (!(span >= LEAST_SPAN * exp(found->at[k + 1])))
            return "the record is shorter than 1.5 time constants";
        if (!(course->t[1] - course->t[0] <= MOST_STEP * exp(found->at[k + 1])))
            return "the first two points are more than 3 time constants apart";
        if (!(fabs(found->at[k]) >= LEAST_RISE * found->error[k]))
            return "the rise is less than 3 of its standard errors";
    }
    return NULL;
}

static Interval interval_of(const FitProblem *problem, const FitAttempt *found, size_t parameter) {
    double half =
        time_course_margin(&problem->course, problem->parameters, found->error[parameter]);
    return (Interval){exp(found->at[parameter] - half), exp(found->at[parameter] + half)};
}

// The time at which the curve is half of the way from start to end, by bisection. With two
// processes the curve need not be monotonic.
static double half_time_of(const ExponentialFit *fit, double slowest) {
    double half = 0.5 * (fit->start + fit->end), early = 0, late = 50 * slowest;
    double sign = fit->end > fit->start ? 1 : -1;
    for (int i = 0; i < 200; i++) {
        double middle = 0.5 * (early + late);
        if (sign * (exponential_fit_at(fit, middle) - half) < 0)
            early = middle;
        else
            late = middle;
    }
    return 0.5 * (early + late);
}

ExponentialFit exponential_fit(const TimeCourse *course, bool two) {
    FitProblem problem = {*course, two ? TWO : SINGLE};
    if (course->n < (two ? FEWEST_TWO : FEWEST_SINGLE))
        return refuse(two ? "fewer than 8 points" : "fewer than 6 points");
    if (time_course_is_flat(course))
        return refuse("all values are alike");
    FitAttempt found = best(&problem);
    if (!isfinite(found.squares))
        return refuse("the fit did not converge");
    if (two)
        put_in_order(&found);
    ExponentialFit fit = refuse(doubt(&problem, &found));
    fit.squares = found.squares;
    if (fit.refused)
        return fit;
    fit.start = found.at[START];
    fit.rise = found.at[RISE];
    fit.tau = exp(found.at[LOG_TAU]);
    fit.tau_interval = interval_of(&problem, &found, LOG_TAU);
    if (two) {
        fit.slow_rise = found.at[SLOW_RISE];
        fit.slow_tau = exp(found.at[LOG_SLOW_TAU]);
        fit.slow_tau_interval = interval_of(&problem, &found, LOG_SLOW_TAU);
    }
    fit.end = fit.start + fit.rise + (two ? fit.slow_rise : 0);
    fit.r2 = 1 - found.squares / time_course_squares(course);
    fit.half_time = half_time_of(&fit, two ? fit.slow_tau : fit.tau);
    return fit;
}

double exponential_fit_at(const ExponentialFit *fit, double t) {
    double value = fit->start + fit->rise * (1 - exp(-t / fit->tau));
    return isfinite(fit->slow_tau) ? value + fit->slow_rise * (1 - exp(-t / fit->slow_tau)) : value;
}
