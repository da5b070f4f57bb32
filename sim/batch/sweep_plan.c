// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/sweep_plan.h"

#include "base/memory.h"
#include "batch/seed_list.h"
#include "batch/sweep_axes.h"
#include "run/experiment.h"
#include "settings/config_text.h"

#include <string.h>

enum { MOST_POINTS = 100000, LABELS = 2 };

// A plan while it is made.
typedef struct {
    SweepPlan *plan;
    const SweepSettings *settings;
    SeedList seeds;
    SweepAxes axes;
    Error *error; // lines that begin with a path in the file
} Making;

// The path of a condition's or development's own config, or of the sweep's for "".
static char *config_path(const SweepSettings *settings, const char *own) {
    const char *name = own[0] ? own : settings->config;
    return name[0] == '/' ? copy_text(name) : config_text_included(settings->path, name);
}

// A text with every "{seed}" in it replaced; owned by the caller.
static char *with_seed(const char *text, int64_t seed) {
    static const char word[] = "{seed}";
    char *done = copy_text("");
    for (const char *at; (at = strstr(text, word)); text = at + sizeof word - 1)
        text_append(&done, "%.*s%lld", (int)(at - text), text, (long long)seed);
    text_append(&done, "%s", text);
    return done;
}

static bool change(Experiment *experiment, const TextList *set, const char *place, Error *error) {
    return config_change(&experiment_settings, experiment, (const char *const *)set->items,
                         set->count, place, error);
}

// Tries a config with the changes of a condition or development, and with every value that varies,
// so that each message names the place of a mistake.
static bool try_config(Making *making, const char *own, const TextList *set, const char *place,
                       bool varies) {
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(error_clear) Error found = {0};
    OWNED char *config = config_path(making->settings, own), *where = format_text("%s.set", place);
    if (!experiment_load(&experiment, config, NULL, 0, &found))
        return fail(making->error, "%s%sconfig: %s", own[0] ? place : "", own[0] ? "." : "",
                    found.text);
    return change(&experiment, &making->settings->set, "set", making->error) &&
           (set == NULL || change(&experiment, set, where, making->error)) &&
           (!varies || sweep_axes_try(&making->axes, &experiment, making->error));
}

// Adds the run of a development or point with the changes that all runs have.
static PlannedRun *add_run(const Making *making, char *name, const char *own_config,
                           const TextList *set, int64_t seed) {
    OWNED char *config = config_path(making->settings, own_config);
    PlannedRun *run = run_plan_add(&making->plan->runs, name, config);
    planned_run_change_all(run, &making->settings->set);
    if (set)
        planned_run_change_all(run, set);
    planned_run_change(run, "seed=%lld", (long long)seed);
    return run;
}

static bool add_developments(Making *making) {
    const DevelopSettings *develop = &making->settings->develop;
    if (develop->iterations == 0)
        return true;
    if (!try_config(making, develop->config, &develop->set, "develop", false))
        return false;
    for (size_t s = 0; s < making->seeds.count; s++) {
        long long seed = making->seeds.seed[s];
        PlannedRun *run = add_run(making, format_text("develop-%lld", seed), develop->config,
                                  &develop->set, seed);
        planned_run_change(run, "iterations=%lld", (long long)develop->iterations);
        making->plan->developments++;
    }
    return true;
}

static void add_point(const Making *making, const char *name, const ConditionSettings *condition,
                      size_t combination, size_t s) {
    SweepPlan *plan = making->plan;
    const SweepSettings *settings = making->settings;
    int64_t seed = making->seeds.seed[s];
    PlannedRun *run =
        add_run(making, format_text("point-%04zu", ++plan->points),
                condition ? condition->config : "", condition ? &condition->set : NULL, seed);
    run->label = allocate(plan->runs.labels, sizeof *run->label);
    run->label[0] = copy_text(name);
    run->label[1] = format_text("%lld", (long long)seed);
    sweep_axes_values(&making->axes, combination, run->label + LABELS);
    for (size_t k = LABELS; k < plan->runs.labels; k++)
        planned_run_change(run, "%s=%s", plan->column[k], run->label[k]);
    run->waits = plan->developments > 0;
    run->after = run->waits ? s : 0;
    if (settings->from[0]) {
        OWNED char *from = with_seed(settings->from, seed);
        planned_run_change(run, "from=%s", from);
    }
}

// Adds all points of a condition, or for NULL those of a sweep without conditions.
static bool add_condition(Making *making, const Item *item) {
    const ConditionSettings *condition = item ? item->variant.settings : NULL;
    const char *name = item ? item->name : "";
    OWNED char *place = format_text("conditions.%s", name);
    if (!try_config(making, condition ? condition->config : "", condition ? &condition->set : NULL,
                    place, true))
        return false;
    for (size_t k = 0; k < making->axes.combinations; k++)
        for (size_t s = 0; s < making->seeds.count; s++)
            add_point(making, name, condition, k, s);
    return true;
}

static bool check_parts(const Making *making) {
    const SweepSettings *settings = making->settings;
    if (settings->from[0] && settings->develop.iterations > 0)
        return fail(making->error, "from: excludes develop, which all runs would start from");
    size_t conditions = settings->conditions.count ? settings->conditions.count : 1,
           all = making->axes.combinations;
    if (all <= MOST_POINTS) // the product cannot overflow
        all *= making->seeds.count * conditions;
    return all <= MOST_POINTS ||
           fail(making->error, "seeds: with all settings that vary, %zu runs; at most %d", all,
                (int)MOST_POINTS);
}

static bool check_seeds(const Making *making) {
    const Setting *seed = block_find(&experiment_settings, "seed");
    bool ok = true;
    for (size_t s = 0; s < making->seeds.count; s++)
        ok =
            setting_check_number(seed, (double)making->seeds.seed[s], "seeds", making->error) && ok;
    return ok;
}

static bool make(Making *making) {
    const SweepSettings *settings = making->settings;
    SweepPlan *plan = making->plan;
    if (!seed_list_read(&making->seeds, &settings->seeds, "seeds", making->error) ||
        !check_seeds(making) || !sweep_axes_read(&making->axes, settings, making->error) ||
        !check_parts(making))
        return false;
    plan->seeds = making->seeds.count;
    plan->runs.labels = LABELS + making->axes.count;
    plan->runs.label_name = plan->column = allocate(plan->runs.labels, sizeof *plan->column);
    plan->column[0] = "condition";
    plan->column[1] = "seed";
    for (size_t k = 0; k < making->axes.count; k++)
        plan->column[LABELS + k] = making->axes.axis[k].path;
    if (!add_developments(making))
        return false;
    for (size_t i = 0; i < settings->conditions.count; i++)
        if (!add_condition(making, &settings->conditions.items[i]))
            return false;
    return settings->conditions.count > 0 || add_condition(making, NULL);
}

// Checks a run. `loaded` is the last config that was read.
static bool check_run(PlannedRun *run, Experiment *loaded, Error *error) {
    OWNED_BY(error_clear) Error found = {0};
    bool ok = true;
    if (loaded->path == NULL || strcmp(loaded->path, run->config) != 0) {
        experiment_free(loaded);
        ok = experiment_load(loaded, run->config, NULL, 0, &found);
    }
    ok = ok && experiment_try(loaded, (const char *const *)run->change, run->changes,
                              &run->iterations, &found);
    return ok || fail(error, "%s: %s", run->name, found.text);
}

// Checks the runs from number `first` on: of runs that differ by their seed alone, the first. Their
// configs are not kept: they would take too much memory.
static bool check_runs(SweepPlan *plan, size_t first, Error *error) {
    OWNED_BY(experiment_free) Experiment loaded = {.path = NULL};
    for (size_t i = first; i < plan->runs.count; i++) {
        PlannedRun *run = &plan->runs.run[i];
        bool development = i < plan->developments;
        if ((development ? i : i - plan->developments) % plan->seeds > 0)
            run->iterations = run[-1].iterations;
        else if (!check_run(run, &loaded, error))
            return false;
    }
    return true;
}

bool sweep_plan_make(SweepPlan *plan, const SweepSettings *settings, Error *error) {
    *plan = (SweepPlan){0};
    Error found = {0};
    Making making = {.plan = plan, .settings = settings, .error = &found};
    bool ok = make(&making);
    config_locate(&settings->places, settings->path, &found);
    error_move(error, &found);
    seed_list_free(&making.seeds);
    sweep_axes_free(&making.axes);
    return ok && check_runs(plan, 0, error);
}

bool sweep_plan_branch(SweepPlan *plan, const char *folder, Error *error) {
    for (size_t i = plan->developments; plan->developments && i < plan->runs.count; i++) {
        PlannedRun *run = &plan->runs.run[i];
        OWNED char *from = planned_run_path(&plan->runs.run[run->after], folder);
        planned_run_change(run, "from=%s", from);
    }
    return plan->developments == 0 || check_runs(plan, plan->developments, error);
}

void sweep_plan_free(SweepPlan *plan) {
    run_plan_free(&plan->runs);
    release(plan->column);
    *plan = (SweepPlan){0};
}
