// SPDX-License-Identifier: GPL-3.0-or-later
#include "replication.h"

#include "config_text.h"
#include "event.h"
#include "experiment.h"
#include "memory.h"
#include "scaled_iterations.h"

#include <string.h>

#define TRIAL(member) offsetof(TrialSettings, member)
static const Kind trial_kind = {
    "",
    "an experiment: a config, run with several seeds",
    {sizeof(TrialSettings), NULL,
     (const Setting[]){
         {"config", SETTING_TEXT, TRIAL(config), NULL, 1, 4096,
          .help = "its file, from this file's folder"},
         {"set", SETTING_LIST, TRIAL(set), "", 0, 1000, .help = "\"path=value\" texts"},
         {"seeds", SETTING_LIST, TRIAL(seeds), "", 0, 10000,
          .help = "in place of those of the file", .loose = true},
         {0}}}};
static const Kind *const trial_kinds[] = {&trial_kind, NULL};

#define QUICK(member) offsetof(QuickSettings, member)
static const Block quick_block = {
    sizeof(QuickSettings), NULL,
    (const Setting[]){{"seeds", SETTING_INTEGER, QUICK(seeds), "2", 1, 10000,
                       .help = "of each experiment, at most"},
                      {"iterations", SETTING_REAL, QUICK(iterations), "0.25", 1e-6, 1,
                       .help = "factor on all that is counted in iterations"},
                      {"set", SETTING_LIST, QUICK(set), "", 0, 1000,
                       .help = "\"path=value\" texts, in every run"},
                      {0}}};

#define AT(member) offsetof(Replication, member)
const Block replication_settings = {
    sizeof(Replication), NULL,
    (const Setting[]){{"title", SETTING_TEXT, AT(title), "", .help = "what is replicated"},
                      {"seeds", SETTING_LIST, AT(seeds), "1-5", 1, 10000,
                       .help = "of all experiments: numbers, and ranges as \"1-5\"", .loose = true},
                      {"quick", SETTING_BLOCK, AT(quick), .block = &quick_block,
                       .help = "What `replicate --quick` changes"},
                      {"experiments", SETTING_COLLECTION, AT(experiments), NULL, 1, 1000,
                       .help = "what is run, by name", .kinds = trial_kinds},
                      {"claims", SETTING_COLLECTION, AT(claims), NULL, 1, 1000,
                       .help = "what is tested, by name", .kinds = claim_kinds},
                      {0}}};

// Loads an experiment with its changes, each told with its place.
static bool load_experiment(const Replication *replication, const Item *item, const char *config,
                            Experiment *experiment, Error *error) {
    const TrialSettings *trial = item->variant.settings;
    const TextList *lists[] = {&trial->set, replication->is_quick ? &replication->quick.set : NULL};
    Error found = {0};
    bool ok = experiment_load(experiment, config, NULL, 0, &found);
    if (!ok)
        fail(error, "experiments.%s.config: %s", item->name, found.text);
    error_clear(&found);
    for (size_t k = 0; ok && k < 2 && lists[k]; k++) {
        char *place =
            k == 0 ? format_text("experiments.%s.set", item->name) : copy_text("quick.set");
        ok = config_change(&experiment_settings, experiment, (const char *const *)lists[k]->items,
                           lists[k]->count, place, error);
        release(place);
    }
    return ok;
}

// The run of the same config that was planned already, or its own.
static size_t shared_run(const RunPlan *plan, size_t own) {
    for (size_t i = 0; i < own; i++)
        if (strcmp(plan->run[i].text, plan->run[own].text) == 0)
            return i;
    return own;
}

static bool plan_run(Replication *replication, const Item *item, const char *config,
                     Experiment *experiment, Trial *trial, size_t s, Error *error) {
    const TrialSettings *settings = item->variant.settings;
    long long seed = trial->seeds.seed[s];
    char *name = format_text("%s-%lld", item->name, seed);
    PlannedRun *run = run_plan_add(&replication->runs, name, config);
    planned_run_change_all(run, &settings->set);
    if (replication->is_quick) {
        planned_run_change_all(run, &replication->quick.set);
        scale_iterations(run, experiment, replication->quick.iterations);
    }
    planned_run_change(run, "seed=%lld", seed);
    char *place = format_text("experiments.%s", item->name);
    bool ok = planned_run_check(run, place, error);
    size_t own = replication->runs.count - 1;
    trial->run[s] = ok ? shared_run(&replication->runs, own) : own;
    if (!ok || trial->run[s] != own)
        run_plan_drop_last(&replication->runs);
    release(place);
    return ok;
}

static bool plan_trial(Replication *replication, size_t i, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const TrialSettings *settings = item->variant.settings;
    Trial *trial = &replication->trial[i];
    bool own = settings->seeds.count > 0;
    char *place = own ? format_text("experiments.%s.seeds", item->name) : copy_text("seeds"),
         *config = settings->config[0] == '/'
                       ? copy_text(settings->config)
                       : config_text_included(replication->path, settings->config);
    Experiment experiment = {0};
    bool ok =
        seed_list_read(&trial->seeds, own ? &settings->seeds : &replication->seeds, place, error) &&
        load_experiment(replication, item, config, &experiment, error);
    if (replication->is_quick && trial->seeds.count > (size_t)replication->quick.seeds)
        trial->seeds.count = (size_t)replication->quick.seeds;
    trial->run = allocate(trial->seeds.count + 1, sizeof *trial->run);
    for (size_t s = 0; ok && s < trial->seeds.count; s++)
        ok = plan_run(replication, item, config, &experiment, trial, s, error);
    if (experiment.path)
        experiment_free(&experiment);
    release(config);
    release(place);
    return ok;
}

// Does an event of an experiment take the measure at an iteration, or for -1 at any?
static bool is_measured(Experiment *experiment, const char *measure, int64_t at) {
    for (size_t i = 0; i < experiment->events.count; i++) {
        const Item *item = &experiment->events.items[i];
        const Setting *setting = block_find(&item->variant.kind->block, "measures");
        const TextList *measures = setting ? setting_value(setting, item->variant.settings) : NULL;
        for (size_t k = 0; measures && k < measures->count; k++)
            if (strcmp(measures->items[k], measure) == 0 &&
                (at < 0 || event_is_due(item->variant.settings, at, experiment->iterations)))
                return true;
    }
    return false;
}

static bool refuse_unknown(const char *place, const char *what, const char *name,
                           const Collection *known, Error *error) {
    const char **names = allocate(known->count + 1, sizeof *names);
    for (size_t i = 0; i < known->count; i++)
        names[i] = known->items[i].name;
    const char *nearest = nearest_name(name, names, known->count);
    fail(error, "%s: there is no %s '%s'%s%s%s", place, what, name,
         nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    release(names);
    return false;
}

// Does the experiment of a series take the claim's measure when the claim says?
static bool check_measure(const Replication *replication, const ClaimSettings *claim,
                          const ClaimSeries *series, const char *place, Error *error) {
    const Trial *trial = replication_trial(replication, series->experiment);
    const PlannedRun *run = &replication->runs.run[trial->run[0]];
    int64_t at = replication_iteration(replication, series->at);
    char *measure = format_text("%.*s", (int)strcspn(claim->number, "/"), claim->number),
         *where = format_text("%s.number", place);
    Experiment experiment;
    bool ok = experiment_load(&experiment, run->config, (const char *const *)run->change,
                              run->changes, error);
    if (ok && measure[strlen(measure)] == claim->number[strlen(measure)])
        ok = fail(error, "%s: '%s' is not of the form MEASURE/NUMBER", where, claim->number);
    else if (ok && !collection_find(&experiment.measures, measure))
        ok = refuse_unknown(where, "measure", measure, &experiment.measures, error);
    else if (ok && !is_measured(&experiment, measure, at))
        ok = at < 0
                 ? fail(error, "%s: no event of %s measures %s", where, series->experiment, measure)
                 : fail(error, "%s: no event of %s measures %s at iteration %lld", where,
                        series->experiment, measure, (long long)at);
    experiment_free(&experiment);
    release(where);
    release(measure);
    return ok;
}

static bool check_claim(const Replication *replication, const Item *item, Error *error) {
    const ClaimKind *kind = (const ClaimKind *)item->variant.kind;
    ClaimSeries series[CLAIM_SERIES];
    size_t n = kind->series(item->variant.settings, series);
    char *place = format_text("claims.%s", item->name);
    bool ok = kind->check(item->variant.settings, place, error);
    for (size_t k = 0; ok && k < n; k++) {
        char *where = format_text("%s.%s", place, series[k].setting);
        if (!collection_find(&replication->experiments, series[k].experiment))
            ok = refuse_unknown(where, "experiment", series[k].experiment,
                                &replication->experiments, error);
        else
            ok = check_measure(replication, item->variant.settings, &series[k], place, error);
        release(where);
    }
    release(place);
    return ok;
}

static bool check(Replication *replication, Error *error) {
    bool planned = true, ok = true;
    replication->trial = allocate(replication->experiments.count, sizeof *replication->trial);
    for (size_t i = 0; i < replication->experiments.count; i++)
        planned = plan_trial(replication, i, error) && planned;
    for (size_t i = 0; planned && i < replication->claims.count; i++)
        ok = check_claim(replication, &replication->claims.items[i], error) && ok;
    return planned && ok;
}

bool replication_load(Replication *replication, const char *path, bool quick, Error *error) {
    block_start(&replication_settings, replication);
    replication->path = copy_text(path);
    replication->is_quick = quick;
    if (!config_load(path, &replication_settings, replication, &replication->places, error))
        return false;
    Error found = {0};
    bool ok = check(replication, &found);
    config_locate(&replication->places, path, &found);
    error_move(error, &found);
    return ok;
}

void replication_free(Replication *replication) {
    for (size_t i = 0; replication->trial && i < replication->experiments.count; i++) {
        seed_list_free(&replication->trial[i].seeds);
        release(replication->trial[i].run);
    }
    release(replication->trial);
    run_plan_free(&replication->runs);
    block_finish(&replication_settings, replication);
    config_places_free(&replication->places);
    release(replication->path);
    replication->trial = NULL;
    replication->path = NULL;
}

const Trial *replication_trial(const Replication *replication, const char *experiment) {
    const Item *item = collection_find(&replication->experiments, experiment);
    return &replication->trial[item - replication->experiments.items];
}

int64_t replication_iteration(const Replication *replication, int64_t at) {
    return replication->is_quick ? scaled_iteration(at, replication->quick.iterations) : at;
}

char *replication_protocol(const Replication *replication) {
    const QuickSettings *quick = &replication->quick;
    if (!replication->is_quick)
        return copy_text("full");
    char *text =
        format_text("quick: at most %lld seeds, iterations x %.4g%s", (long long)quick->seeds,
                    quick->iterations, quick->set.count > 0 ? "," : "");
    for (size_t i = 0; i < quick->set.count; i++) {
        char *longer = format_text("%s %s", text, quick->set.items[i]);
        release(text);
        text = longer;
    }
    return text;
}
