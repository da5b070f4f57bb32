// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/replication.h"

#include "base/memory.h"
#include "batch/scaled_iterations.h"
#include "circuits/circuit_experiment.h"
#include "run/experiment.h"
#include "settings/config_purpose.h"
#include "settings/config_text.h"

#include <string.h>

enum { NOT_PLANNED = -1 };

// The config of an experiment; owned by the caller.
static char *config_path(const Replication *replication, const CohortSettings *cohort) {
    return cohort->config[0] == '/' ? copy_text(cohort->config)
                                    : config_text_included(replication->path, cohort->config);
}

// Refuses a verb that cannot run the experiment's config.
static bool check_verb(const Replication *replication, const Item *item, Error *error) {
    const CohortSettings *cohort = item->variant.settings;
    OWNED char *config = config_path(replication, cohort);
    ConfigPurpose purpose = config_purpose(config);
    if (purpose == PURPOSE_CIRCUIT && cohort->verb == COHORT_RUN)
        return fail(error, "experiments.%s.verb: has to be \"circuit\": %s describes a circuit",
                    item->name, config);
    if (purpose == PURPOSE_NETWORK && cohort->verb == COHORT_CIRCUIT)
        return fail(error, "experiments.%s.verb: has to be \"run\": %s describes no circuit",
                    item->name, config);
    return true;
}

// Loads a network's config and makes its changes, so that a message names the place of a mistake.
static bool try_config(const Replication *replication, const Item *item, Error *error) {
    const CohortSettings *cohort = item->variant.settings;
    const TextList *lists[] = {&replication->set, &cohort->set, &replication->quick.set};
    OWNED char *own = format_text("experiments.%s.set", item->name),
               *config = config_path(replication, cohort);
    const char *places[] = {"set", own, "quick.set"};
    OWNED_BY(experiment_free) Experiment experiment;
    OWNED_BY(error_clear) Error found = {0};
    bool ok = experiment_load(&experiment, config, NULL, 0, &found) ||
              fail(error, "experiments.%s.config: %s", item->name, found.text);
    for (size_t k = 0; ok && k < sizeof lists / sizeof *lists; k++)
        ok = config_change(&experiment_settings, &experiment, (const char *const *)lists[k]->items,
                           lists[k]->count, places[k], error);
    return ok;
}

// The first planned run with the same config as run `own`: an earlier one, or `own` itself.
static size_t shared_run(const RunPlan *plan, size_t own) {
    for (size_t i = 0; i < own; i++)
        if (strcmp(plan->run[i].text, plan->run[own].text) == 0)
            return i;
    return own;
}

// Shortens a network's run as the replication's `quick` settings say.
static bool quicken(const Replication *replication, PlannedRun *run, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    planned_run_change_all(run, &replication->quick.set);
    bool ok = experiment_load(&experiment, run->config, (const char *const *)run->change,
                              run->changes, error);
    if (ok)
        scale_iterations(run, &experiment, replication->quick.iterations);
    return ok;
}

// The number of the experiment whose run another continues.
static size_t origin_of(const Replication *replication, const CohortSettings *settings) {
    const Collection *experiments = &replication->experiments;
    return (size_t)(collection_find(experiments, settings->from) - experiments->items);
}

static bool plan_run(Replication *replication, size_t i, size_t s, Error *error);

// Plans the run that an experiment's run with this seed continues; *after is its number.
static bool plan_origin(Replication *replication, const Item *item, int64_t seed, size_t *after,
                        Error *error) {
    const CohortSettings *settings = item->variant.settings;
    size_t origin = origin_of(replication, settings);
    const Cohort *cohort = &replication->cohort[origin];
    size_t s;
    if (!seed_list_find(&cohort->seeds, seed, &s))
        return fail(error, "experiments.%s.seeds: %s, from which it goes on, has no seed %lld%s",
                    item->name, settings->from, (long long)seed,
                    replication->is_quick ? " in a quick replication" : "");
    bool ok = plan_run(replication, origin, s, error);
    *after = cohort->run[s];
    return ok;
}

// Makes a run continue another.
static void branch(const Replication *replication, PlannedRun *run, size_t after) {
    OWNED char *path = planned_run_path(&replication->runs.run[after], replication->folder);
    planned_run_change(run, "from=%s", path);
    run->waits = true;
    run->after = after;
}

// Plans the run of experiment i with its seed number s, unless it is planned already. The run that
// it continues is planned first.
static bool plan_run(Replication *replication, size_t i, size_t s, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const CohortSettings *settings = item->variant.settings;
    Cohort *cohort = &replication->cohort[i];
    int64_t seed = cohort->seeds.seed[s];
    size_t after = 0;
    if (cohort->run[s] != (size_t)NOT_PLANNED)
        return true;
    if (settings->from[0] && !plan_origin(replication, item, seed, &after, error))
        return false;
    OWNED char *place = format_text("experiments.%s", item->name),
               *config = config_path(replication, settings);
    size_t own = replication->runs.count;
    PlannedRun *run = run_plan_add(&replication->runs,
                                   format_text("%s-%lld", item->name, (long long)seed), config);
    run->label = allocate(replication->runs.labels, sizeof *run->label);
    run->label[0] = copy_text(item->name);
    run->label[1] = format_text("%lld", (long long)seed);
    bool circuit = settings->verb == COHORT_CIRCUIT;
    if (circuit)
        run->verb = &circuit_verb;
    else
        planned_run_change_all(run, &replication->set);
    planned_run_change_all(run, &settings->set);
    bool ok = !replication->is_quick || circuit || quicken(replication, run, error);
    planned_run_change(run, "seed=%lld", (long long)seed);
    if (settings->from[0])
        branch(replication, run, after);
    ok = ok && planned_run_check(run, place, error);
    cohort->run[s] = ok ? shared_run(&replication->runs, own) : own;
    if (!ok || cohort->run[s] != own)
        run_plan_drop_last(&replication->runs);
    return ok;
}

// Refuses a setting `from` that names no earlier experiment of a network.
static bool check_from(const Replication *replication, size_t i, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const CohortSettings *settings = item->variant.settings;
    const Item *from = collection_find(&replication->experiments, settings->from);
    if (settings->from[0] == '\0' || (from && from < item && settings->verb == COHORT_RUN))
        return true;
    return settings->verb == COHORT_CIRCUIT
               ? fail(error, "experiments.%s.from: a circuit has nothing to go on from", item->name)
               : fail(error, "experiments.%s.from: '%s' is not an experiment that stands before it",
                      item->name, settings->from);
}

static bool begin_cohort(Replication *replication, size_t i, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const CohortSettings *settings = item->variant.settings;
    Cohort *cohort = &replication->cohort[i];
    bool own = settings->seeds.count > 0;
    OWNED char *place = own ? format_text("experiments.%s.seeds", item->name) : copy_text("seeds");
    bool ok = seed_list_read(&cohort->seeds, own ? &settings->seeds : &replication->seeds, place,
                             error) &&
              check_from(replication, i, error) && check_verb(replication, item, error) &&
              (settings->verb == COHORT_CIRCUIT || try_config(replication, item, error));
    if (replication->is_quick && cohort->seeds.count > (size_t)replication->quick.seeds)
        cohort->seeds.count = (size_t)replication->quick.seeds;
    cohort->run = allocate(cohort->seeds.count + 1, sizeof *cohort->run);
    for (size_t s = 0; s < cohort->seeds.count; s++)
        cohort->run[s] = (size_t)NOT_PLANNED;
    return ok;
}

bool replication_plan(Replication *replication, Error *error) {
    static const char *const labels[] = {"experiment", "seed"};
    size_t n = replication->experiments.count, most = 0;
    bool ok = true;
    replication->runs.label_name = labels;
    replication->runs.labels = sizeof labels / sizeof *labels;
    replication->cohort = allocate(n, sizeof *replication->cohort);
    for (size_t i = 0; i < n; i++) {
        ok = begin_cohort(replication, i, error) && ok;
        size_t seeds = replication->cohort[i].seeds.count;
        most = seeds > most ? seeds : most;
    }
    for (size_t s = 0; s < most; s++)
        for (size_t i = 0; ok && i < n; i++)
            ok = s >= replication->cohort[i].seeds.count || plan_run(replication, i, s, error);
    return ok;
}
