// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/surrogate.h"

#include "base/memory.h"

#include <math.h>

// `counts` NULL: all targets do.
static bool counts_there(const FitProblem *problem, const bool *counts, size_t number) {
    return counts ? counts[number] : !problem->number[number].held_out;
}

// A plane has as many unknowns as there are axes, and one more.
static size_t fewest_points(const FitProblem *problem) {
    return problem->axes + 2;
}

// Learns a number from the points that have it. False where these are too few.
static bool learn_number(Surrogate *surrogate, size_t number) {
    const FitProblem *problem = surrogate->problem;
    const FitPoints *points = surrogate->points;
    size_t d = problem->axes;
    OWNED double *place = allocate(points->count * d, sizeof *place),
                 *mean = allocate(points->count, sizeof *mean),
                 *draws = allocate(points->count, sizeof *draws);
    ProcessData data = {.dimensions = d, .place = place, .mean = mean, .draws = draws};
    for (size_t i = 0; i < points->count; i++) {
        FitMoments moments = fit_points_moments(points, problem, i, number);
        if (moments.n == 0)
            continue;
        for (size_t k = 0; k < d; k++)
            place[data.points * d + k] = points->place[i * d + k];
        mean[data.points] = moments.mean;
        draws[data.points++] = (double)moments.n;
        data.within += moments.squares;
        data.degrees += moments.n - 1;
    }
    if (data.points < fewest_points(problem))
        return false;
    surrogate->process[number] = gaussian_process_learn(&data);
    return true;
}

// Does a point have all numbers that count?
static bool has_all(const Surrogate *surrogate, const bool *counts, size_t point) {
    const FitProblem *problem = surrogate->problem;
    for (size_t t = 0; surrogate->has && t < problem->numbers; t++)
        if (counts_there(problem, counts, t) && !surrogate->has[point * problem->numbers + t])
            return false;
    return true;
}

bool surrogate_learn(Surrogate *surrogate, const FitProblem *problem, const FitPoints *points,
                     Error *error) {
    *surrogate = (Surrogate){.problem = problem,
                             .points = points,
                             .process = allocate(problem->numbers, sizeof(GaussianProcess *)),
                             .has = allocate(points->count * problem->numbers, sizeof(bool)),
                             .rounded = allocate(problem->axes, sizeof(double))};
    bool ok = true;
    size_t complete = 0;
    for (size_t t = 0; t < problem->numbers; t++)
        if (!learn_number(surrogate, t) && !problem->number[t].held_out)
            ok = fail(error, "targets.%s: fewer than %zu of %zu points have this number",
                      problem->number[t].name, fewest_points(problem), points->count);
    for (size_t i = 0; i < points->count; i++) {
        for (size_t t = 0; t < problem->numbers; t++)
            surrogate->has[i * problem->numbers + t] =
                fit_points_moments(points, problem, i, t).n > 0;
        complete += has_all(surrogate, NULL, i);
    }
    return ok && (complete > 0 || fail(error, "targets: no point has all of them"));
}

void surrogate_free(Surrogate *surrogate) {
    for (size_t t = 0; surrogate->process && t < surrogate->problem->numbers; t++)
        gaussian_process_free(surrogate->process[t]);
    release(surrogate->process);
    release(surrogate->has);
    release(surrogate->rounded);
    *surrogate = (Surrogate){0};
}

static const double *rounded(const Surrogate *surrogate, const double *place) {
    for (size_t k = 0; k < surrogate->problem->axes; k++)
        surrogate->rounded[k] = fit_axis_round(&surrogate->problem->axis[k], place[k]);
    return surrogate->rounded;
}

ProcessValue surrogate_number(const Surrogate *surrogate, size_t number, const double *place) {
    const GaussianProcess *process = surrogate->process[number];
    return process ? gaussian_process_at(process, rounded(surrogate, place))
                   : (ProcessValue){(double)NAN, (double)NAN};
}

double surrogate_miss(const Surrogate *surrogate, size_t number, const double *place) {
    const FitNumber *wanted = &surrogate->problem->number[number];
    ProcessValue value = surrogate_number(surrogate, number, place);
    return (value.mean - fit_number_middle(wanted)) /
           hypot(fit_number_deviation(wanted), sqrt(value.variance));
}

static bool nearest_has_all(const Surrogate *surrogate, const bool *counts, const double *place) {
    size_t d = surrogate->problem->axes, nearest = 0;
    const double *at = rounded(surrogate, place);
    double least = (double)INFINITY;
    for (size_t i = 0; i < surrogate->points->count; i++) {
        double distance = 0;
        for (size_t k = 0; k < d; k++)
            distance += pow(surrogate->points->place[i * d + k] - at[k], 2);
        if (distance < least) {
            least = distance;
            nearest = i;
        }
    }
    return has_all(surrogate, counts, nearest);
}

typedef struct {
    double squares, logarithms, worst; // of the misses; of their variances
} Misses;

static Misses misses_at(const Surrogate *surrogate, const bool *counts, const double *place) {
    const FitProblem *problem = surrogate->problem;
    Misses misses = {0, 0, 0};
    if (!nearest_has_all(surrogate, counts, place))
        return (Misses){(double)INFINITY, (double)INFINITY, (double)INFINITY};
    for (size_t t = 0; t < problem->numbers; t++)
        if (counts_there(problem, counts, t)) {
            double miss = surrogate_miss(surrogate, t, place);
            double known = pow(fit_number_deviation(&problem->number[t]), 2);
            misses.squares += miss * miss;
            misses.logarithms += log1p(surrogate_number(surrogate, t, place).variance / known);
            misses.worst = fmax(misses.worst, fabs(miss));
        }
    return misses;
}

double surrogate_misfit(const Surrogate *surrogate, const bool *counts, const double *place) {
    return misses_at(surrogate, counts, place).squares;
}

double surrogate_deviance(const Surrogate *surrogate, const bool *counts, const double *place) {
    Misses misses = misses_at(surrogate, counts, place);
    return misses.squares + misses.logarithms;
}

double surrogate_worst(const Surrogate *surrogate, const bool *counts, const double *place) {
    return misses_at(surrogate, counts, place).worst;
}

Surrogate surrogate_anywhere(const Surrogate *surrogate) {
    Surrogate anywhere = *surrogate;
    anywhere.has = NULL;
    return anywhere;
}
