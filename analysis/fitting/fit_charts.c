// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/fit_charts.h"

#include "base/memory.h"
#include "report/html_chart.h"

#include <math.h>

void fit_chart_profile(Html *html, const FitResult *result, size_t axis) {
    static const double HIGHEST = 4 * FIT_THRESHOLD; // a finite rise above is drawn there
    const FitProfile *profile = &result->fit->profile[axis];
    const SettingRange *range = &result->fit->problem->axis[axis].range;
    double value[PROFILE_NODES], rise[PROFILE_NODES];
    for (size_t node = 0; node < PROFILE_NODES; node++) {
        value[node] = fit_result_value(result, axis, fit_profile_share(node));
        rise[node] = isfinite(profile->rise[node]) ? fmin(fmax(0, profile->rise[node]), HIGHEST)
                                                   : (double)NAN;
    }
    const PictureCurve curves[] = {
        {.name = "misfit above the least", .x = value, .y = rise, .n = PROFILE_NODES},
        {.name = "limit",
         .x = (const double[]){range->low, range->high},
         .y = (const double[]){FIT_THRESHOLD, FIT_THRESHOLD},
         .n = 2}};
    PictureMark best = {fit_result_best(result, axis), NULL};
    html_chart(html, result->fit->problem->axis[axis].name,
               &(PictureChart){.curves = curves,
                               .count = 2,
                               .lines = 1,
                               .x_name = range->path,
                               .y_low = 0,
                               .y_high = HIGHEST,
                               .logarithmic = range->scale == SCALE_LOGARITHMIC,
                               .marks = &best,
                               .marks_count = 1});
}

void fit_chart_trade(Html *html, const FitResult *result, size_t axis) {
    const FitProblem *problem = result->fit->problem;
    const FitProfile *profile = &result->fit->profile[axis];
    bool rises;
    size_t other = fit_profile_trade(result->fit, axis, &rises);
    const SettingRange *range = &problem->axis[axis].range, *across = &problem->axis[other].range;
    const double best_x = fit_result_best(result, axis), best_y = fit_result_best(result, other);
    double x[PROFILE_NODES], y[PROFILE_NODES];
    for (size_t node = 0; node < PROFILE_NODES; node++) {
        const double *place = profile->place + node * problem->axes;
        x[node] = fit_result_value(result, axis, place[axis]);
        y[node] = profile->rise[node] <= FIT_THRESHOLD
                      ? fit_result_value(result, other, place[other])
                      : (double)NAN;
    }
    const PictureCurve curves[] = {
        {.name = "best settings", .x = &best_x, .y = &best_y, .n = 1},
        {.name = "as good for the targets", .x = x, .y = y, .n = PROFILE_NODES},
    };
    OWNED char *title =
        format_text("%s against %s", problem->axis[other].name, problem->axis[axis].name);
    html_chart(html, title,
               &(PictureChart){.curves = curves,
                               .count = 2,
                               .lines = 1,
                               .x_name = range->path,
                               .y_name = across->path,
                               .y_low = across->low,
                               .y_high = across->high,
                               .logarithmic = range->scale == SCALE_LOGARITHMIC});
}

// "period, sheet units", or the name alone; owned by the caller.
static char *name_and_unit(const FitResult *result, size_t number) {
    const char *unit = result->plan->unit[number];
    bool pure = unit == NULL || unit[0] == '\0';
    return format_text("%s%s%s", result->fit->problem->number[number].name, pure ? "" : ", ",
                       pure ? "" : unit);
}

void fit_chart_pair(Html *html, const FitResult *result, size_t first, size_t second) {
    const Fit *fit = result->fit;
    const FitNumber *a = &fit->problem->number[first], *b = &fit->problem->number[second];
    OWNED double *x = allocate(fit->points.count, sizeof *x),
                 *y = allocate(fit->points.count, sizeof *y);
    size_t n = 0;
    for (size_t i = 0; i < fit->points.count; i++) {
        double x_mean = fit_points_moments(&fit->points, fit->problem, i, first).mean,
               y_mean = fit_points_moments(&fit->points, fit->problem, i, second).mean;
        if (!isfinite(x_mean) || !isfinite(y_mean))
            continue;
        x[n] = x_mean;
        y[n++] = y_mean;
    }
    const double box_x[] = {a->low, a->high, a->high, a->low, a->low},
                 box_y[] = {b->low, b->low, b->high, b->high, b->low};
    const PictureCurve curves[] = {{.name = "a point", .x = x, .y = y, .n = n},
                                   {.name = "best settings",
                                    .x = &fit->finding[first].mean,
                                    .y = &fit->finding[second].mean,
                                    .n = 1},
                                   {.name = "published", .x = box_x, .y = box_y, .n = 5}};
    OWNED char *x_name = name_and_unit(result, first), *y_name = name_and_unit(result, second),
               *title = format_text("%s against %s", b->name, a->name);
    html_chart(html, title,
               &(PictureChart){.curves = curves,
                               .count = 3,
                               .lines = 1,
                               .x_name = x_name,
                               .y_name = y_name,
                               .apart = true});
}
