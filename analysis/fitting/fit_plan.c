// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/fit_plan.h"

#include "base/memory.h"
#include "records/measured_run.h"
#include "run/planned_number.h"
#include "settings/config_text.h"

#include <math.h>
#include <string.h>

enum { LABELS = 2 }; // before the settings

static const TargetSettings *target_of(const FitPlan *plan, size_t number) {
    return plan->settings->targets.items[number].variant.settings;
}

static bool check_whole(double value, const char *place, const char *end, Error *error) {
    return value == rint(value) ||
           fail(error, "%s.%s: has to be a whole number, as the setting is", place, end);
}

// Checks a range, and tries its ends on an experiment.
static bool check_range(const FitPlan *plan, size_t k, Experiment *experiment, bool *whole,
                        Error *error) {
    const Item *item = &plan->settings->settings.items[k];
    const SettingRange *range = item->variant.settings;
    OWNED char *place = format_text("settings.%s", item->name),
               *path = format_text("%s.path", place);
    if (!setting_range_check(range, place, error) ||
        !setting_range_find(range->path, experiment, path, whole, error))
        return false;
    if (range->low == range->high)
        return fail(error, "%s.low: has to be below high", place);
    bool ok = (!*whole || (check_whole(range->low, place, "low", error) &&
                           check_whole(range->high, place, "high", error)));
    for (size_t other = 0; other < k; other++) {
        const Item *before = &plan->settings->settings.items[other];
        const SettingRange *same = before->variant.settings;
        if (strcmp(same->path, range->path) == 0)
            ok = fail(error, "%s: '%s' varies already in settings.%s", path, range->path,
                      before->name);
    }
    for (int end = 0; end < 2; end++) {
        OWNED char *value = fit_axis_text(&(FitAxis){item->name, *range, *whole}, end),
                   *change = format_text("%s=%s", range->path, value),
                   *where = format_text("%s.%s", place, end ? "high" : "low");
        ok = config_change(&experiment_settings, experiment, (const char *const[]){change}, 1,
                           where, error) &&
             ok;
    }
    return ok;
}

static bool check_axes(FitPlan *plan, Experiment *experiment, Error *error) {
    const Collection *settings = &plan->settings->settings;
    bool ok = true;
    plan->problem.axes = settings->count;
    plan->problem.axis = allocate(settings->count, sizeof *plan->problem.axis);
    for (size_t k = 0; k < settings->count; k++) {
        FitAxis *axis = &plan->problem.axis[k];
        *axis = (FitAxis){settings->items[k].name,
                          *(const SettingRange *)settings->items[k].variant.settings, false};
        ok = check_range(plan, k, experiment, &axis->whole, error) && ok;
    }
    return ok;
}

static bool check_interval(const TargetSettings *target, const char *place, Error *error) {
    if (isnan(target->low) != isnan(target->high) || (isnan(target->low) && !target->held_out))
        return fail(error, "%s: needs `low` and `high`, the ends of the published interval%s",
                    place, target->held_out ? ", or neither" : "; without, it can be held_out");
    return isnan(target->low) || target->low < target->high ||
           fail(error, "%s.low: has to be below high", place);
}

static bool check_number(const FitPlan *plan, Experiment *experiment, const char *number,
                         int64_t at, const char *where, Error *error) {
    OWNED char *measure = planned_number_measure(number, where, error);
    return measure &&
           planned_number_check(experiment, plan->settings->model, measure, at, where, error);
}

static bool check_target(const FitPlan *plan, const Item *item, Experiment *experiment,
                         Error *error) {
    const TargetSettings *target = item->variant.settings;
    OWNED char *place = format_text("targets.%s", item->name),
               *number = format_text("%s.number", place), *over = format_text("%s.over", place);
    bool ok = check_interval(target, place, error);
    ok = check_number(plan, experiment, target->number, target->at, number, error) && ok;
    return (target->over[0] == '\0' ||
            check_number(plan, experiment, target->over, target->over_at, over, error)) &&
           ok;
}

static bool check_targets(FitPlan *plan, Experiment *experiment, Error *error) {
    const Collection *targets = &plan->settings->targets;
    size_t fitted = 0;
    bool ok = true;
    plan->problem.numbers = targets->count;
    plan->problem.number = allocate(targets->count, sizeof *plan->problem.number);
    plan->unit = allocate(targets->count, sizeof *plan->unit);
    for (size_t t = 0; t < targets->count; t++) {
        const TargetSettings *target = targets->items[t].variant.settings;
        ok = check_target(plan, &targets->items[t], experiment, error) && ok;
        plan->problem.number[t] =
            (FitNumber){targets->items[t].name, target->low, target->high, target->held_out};
        fitted += !target->held_out;
    }
    return ok && (fitted > 0 || fail(error, "targets: all are held out, so that there is nothing "
                                            "to fit to"));
}

// All points, but not the confirmations.
static size_t all_points(const FitProblem *problem) {
    return problem->samples + problem->rounds * problem->points;
}

static bool check_samples(const FitProblem *problem, Error *error) {
    enum { MOST_POINTS = 500 }; // the time that learning takes grows with the third power
    size_t least = problem->axes + 2, all = all_points(problem);
    if (problem->samples < least)
        return fail(error, "samples: a fit of %zu settings needs at least %zu", problem->axes,
                    least);
    return all <= MOST_POINTS ||
           fail(error, "samples: with those of the rounds, %zu points; at most %d", all,
                (int)MOST_POINTS);
}

static bool begin(FitPlan *plan, Error *error) {
    const FitSettings *settings = plan->settings;
    OWNED char *config = settings->model[0] == '/'
                             ? copy_text(settings->model)
                             : config_text_included(settings->path, settings->model);
    OWNED_BY(error_clear) Error found = {0};
    OWNED_BY(experiment_free) Experiment changed = {.path = NULL};
    if (!experiment_load(&plan->experiment, config, NULL, 0, &found) ||
        !experiment_load(&changed, config, NULL, 0, &found))
        return fail(error, "model: %s", found.text);
    bool ok =
        config_change(&experiment_settings, &changed, (const char *const *)settings->set.items,
                      settings->set.count, "set", error);
    ok = ok && check_targets(plan, &changed, error);
    return check_axes(plan, &changed, error) && ok && check_samples(&plan->problem, error);
}

static void name_columns(FitPlan *plan) {
    size_t axes = plan->problem.axes;
    plan->column = allocate(LABELS + axes, sizeof *plan->column);
    plan->column[0] = "point";
    plan->column[1] = "seed";
    for (size_t k = 0; k < axes; k++)
        plan->column[LABELS + k] = plan->problem.axis[k].range.path;
    plan->runs.labels = LABELS + axes;
    plan->runs.label_name = plan->column;
}

bool fit_plan_begin(FitPlan *plan, const FitSettings *settings, Error *error) {
    *plan = (FitPlan){.settings = settings,
                      .problem = {.samples = (size_t)settings->samples,
                                  .rounds = (size_t)settings->rounds,
                                  .points = (size_t)settings->points,
                                  .seeds = (size_t)settings->seeds,
                                  .confirmations = (size_t)settings->confirmations,
                                  .seed = (uint64_t)settings->seed}};
    Error found = {0};
    bool ok = begin(plan, &found);
    config_locate(&settings->places, settings->path, &found);
    error_move(error, &found);
    if (ok)
        name_columns(plan);
    return ok;
}

void fit_plan_free(FitPlan *plan) {
    for (size_t t = 0; plan->unit && t < plan->problem.numbers; t++)
        release(plan->unit[t]);
    release(plan->unit);
    run_plan_free(&plan->runs);
    release(plan->column);
    fit_problem_free(&plan->problem);
    experiment_free(&plan->experiment);
    *plan = (FitPlan){0};
}

// Adds one run of a point. The runs of the confirmations have the seeds after those of all points.
static PlannedRun *add_run(FitPlan *plan, const double *place, size_t point, size_t seed,
                           bool confirms) {
    const FitProblem *problem = &plan->problem;
    size_t number = (confirms ? all_points(problem) + point : point) * problem->seeds + seed;
    char *name = confirms ? format_text("best-%zu-%zu-%zu", problem->rounds, point + 1, seed + 1)
                          : format_text("point-%04zu-%zu", point + 1, seed + 1);
    PlannedRun *run = run_plan_add(&plan->runs, name, plan->experiment.path);
    run->label = allocate(plan->runs.labels, sizeof *run->label);
    run->label[0] = confirms ? copy_text("best") : format_text("%zu", point + 1);
    run->label[1] = format_text("%lld", (long long)plan->settings->first_seed + (long long)number);
    planned_run_change_all(run, &plan->settings->set);
    for (size_t k = 0; k < problem->axes; k++) {
        run->label[LABELS + k] = fit_axis_text(&problem->axis[k], place[k]);
        planned_run_change(run, "%s=%s", plan->column[LABELS + k], run->label[LABELS + k]);
    }
    planned_run_change(run, "seed=%s", run->label[1]);
    return run;
}

// Checks the config of a run.
static bool check_run(const FitPlan *plan, PlannedRun *run, Error *error) {
    OWNED_BY(error_clear) Error found = {0};
    return experiment_try(&plan->experiment, (const char *const *)run->change, run->changes,
                          &run->iterations, &found) ||
           fail_in_command(error, "%s: %s: %s", plan->settings->path, run->name, found.text);
}

bool fit_plan_add(FitPlan *plan, const FitPoints *points, size_t first, bool confirms,
                  Error *error) {
    for (size_t i = first; i < points->count; i++)
        for (size_t s = 0; s < plan->problem.seeds; s++) {
            PlannedRun *run = add_run(plan, points->place + i * plan->problem.axes, i, s, confirms);
            if (s > 0)
                run->iterations = run[-1].iterations;
            else if (!check_run(plan, run, error))
                return false;
        }
    return true;
}

bool fit_plan_foresee(FitPlan *plan, Error *error) {
    const FitProblem *problem = &plan->problem;
    size_t all = all_points(problem) + problem->confirmations;
    OWNED double *places = allocate(all * problem->axes, sizeof *places);
    OWNED_BY(fit_points_free) FitPoints points = {0};
    fit_design(problem, "design", problem->samples, places);
    fit_design(problem, "foreseen", all - problem->samples,
               places + problem->samples * problem->axes);
    fit_points_add(&points, problem, places, all);
    return fit_plan_add(plan, &points, 0, false, error);
}

// Reads a number of a run; NULL if the run has none. The run keeps it.
static const MeasuredNumber *read_number(MeasuredRun *run, const char *path, const char *name,
                                         int64_t at, const char *place, Error *error) {
    const Choice choice = {NULL, NULL, at, false};
    if (!measured_run_read(run, path, &choice, error))
        return NULL;
    const MeasuredNumber *number = measured_run_find(run, name, -1);
    if (number == NULL)
        fail_in_command(error, "%s: %s has no such number%s", place, path,
                        measured_run_suggestion(run, name).text);
    return number;
}

// The unit of a ratio of numbers; owned by the caller.
static char *unit_of(const MeasuredNumber *number, const MeasuredNumber *over) {
    const char *unit = measured_number_is_pure(number) ? "" : number->unit;
    if (over == NULL || measured_number_is_pure(over))
        return copy_text(unit);
    return strcmp(unit, over->unit) == 0 ? copy_text("")
                                         : format_text("%s / %s", unit[0] ? unit : "1", over->unit);
}

static bool read_target(FitPlan *plan, size_t t, const char *path, double *value, Error *error) {
    const TargetSettings *target = target_of(plan, t);
    OWNED_BY(measured_run_free) MeasuredRun run = {0}, other = {0};
    OWNED char *place = format_text("targets.%s", plan->problem.number[t].name),
               *place_of_number = format_text("%s.number", place),
               *place_of_over = format_text("%s.over", place);
    const MeasuredNumber *over = NULL, *number = read_number(&run, path, target->number, target->at,
                                                             place_of_number, error);
    if (number == NULL)
        return false;
    if (target->over[0] &&
        !(over = read_number(&other, path, target->over, target->over_at, place_of_over, error)))
        return false;
    *value = over ? number->value / over->value : number->value;
    if (plan->unit[t] == NULL)
        plan->unit[t] = unit_of(number, over);
    return true;
}

bool fit_plan_read(FitPlan *plan, size_t run, const char *folder, double *values, Error *error) {
    OWNED char *path = planned_run_path(&plan->runs.run[run], folder);
    Error found = {0};
    bool ok = true;
    for (size_t t = 0; t < plan->problem.numbers; t++)
        ok = read_target(plan, t, path, &values[t], &found) && ok;
    config_locate(&plan->settings->places, plan->settings->path, &found);
    error_move(error, &found);
    return ok;
}
