// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/fit_problem.h"

#include "base/memory.h"
#include "batch/latin_hypercube.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double DEVIATIONS =
    1.959964; // from the middle of a normal interval of 95 % to its end

void fit_problem_free(FitProblem *problem) {
    release(problem->axis);
    release(problem->number);
    *problem = (FitProblem){0};
}

char *fit_axis_text(const FitAxis *axis, double share) {
    OWNED char *text = setting_range_text(&axis->range, share);
    return axis->whole ? setting_range_rounded(text) : copy_text(text);
}

double fit_axis_settle(const FitAxis *axis, double share) {
    OWNED char *text = fit_axis_text(axis, share);
    return setting_range_share(&axis->range, strtod(text, NULL));
}

double fit_axis_round(const FitAxis *axis, double share) {
    const SettingRange *range = &axis->range;
    return axis->whole ? setting_range_share(range, rint(setting_range_value(range, share)))
                       : share;
}

double fit_number_middle(const FitNumber *number) {
    return 0.5 * (number->low + number->high);
}

double fit_number_deviation(const FitNumber *number) {
    return 0.5 * (number->high - number->low) / DEVIATIONS;
}

size_t fit_targets(const FitProblem *problem) {
    size_t targets = 0;
    for (size_t t = 0; t < problem->numbers; t++)
        targets += !problem->number[t].held_out;
    return targets;
}

double fit_limit(const FitProblem *problem) {
    return gsl_cdf_ugaussian_Qinv(0.025 / (double)fit_targets(problem));
}

void fit_points_add(FitPoints *points, const FitProblem *problem, const double *places, size_t n) {
    size_t d = problem->axes, draws = problem->seeds * problem->numbers, all = points->count + n;
    double *place = allocate(all * d, sizeof *place), *value = allocate(all * draws, sizeof *value);
    if (points->count > 0) {
        memcpy(place, points->place, points->count * d * sizeof *place);
        memcpy(value, points->value, points->count * draws * sizeof *value);
    }
    memcpy(place + points->count * d, places, n * d * sizeof *place);
    for (size_t i = points->count * draws; i < all * draws; i++)
        value[i] = (double)NAN;
    fit_points_free(points);
    *points = (FitPoints){all, place, value};
}

void fit_points_free(FitPoints *points) {
    release(points->place);
    release(points->value);
    *points = (FitPoints){0};
}

const double *fit_points_draws(const FitPoints *points, const FitProblem *problem, size_t point,
                               size_t number) {
    return points->value + point * problem->seeds * problem->numbers + number;
}

bool fit_has_number(size_t n, size_t draws) {
    return 2 * n > draws;
}

FitMoments fit_points_moments(const FitPoints *points, const FitProblem *problem, size_t point,
                              size_t number) {
    const double *draw = fit_points_draws(points, problem, point, number);
    FitMoments moments = {0, 0, 0};
    for (size_t s = 0; s < problem->seeds; s++) {
        double value = draw[s * problem->numbers], apart = value - moments.mean;
        if (!isfinite(value))
            continue;
        moments.n++;
        moments.mean += apart / (double)moments.n;
        moments.squares += apart * (value - moments.mean);
    }
    return fit_has_number(moments.n, problem->seeds) ? moments : (FitMoments){0, (double)NAN, 0};
}

void fit_design(const FitProblem *problem, const char *stream, size_t n, double *places) {
    OWNED double *share = allocate(n, sizeof *share);
    for (size_t k = 0; k < problem->axes; k++) {
        OWNED char *name = format_text("fit/%s/%s", stream, problem->axis[k].name);
        latin_hypercube(random_stream(problem->seed, name), share, n);
        for (size_t i = 0; i < n; i++)
            places[i * problem->axes + k] = share[i];
    }
}
