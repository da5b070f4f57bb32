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

// The config of an experiment; owned by the caller.
static char *config_path(const Replication *replication, const TrialSettings *trial) {
    return trial->config[0] == '/' ? copy_text(trial->config)
                                   : config_text_included(replication->path, trial->config);
}

// Tries a config and its changes, so that each mistake is told with its place.
static bool try_config(const Replication *replication, const Item *item, Error *error) {
    const TrialSettings *trial = item->variant.settings;
    const TextList *lists[] = {&trial->set, &replication->quick.set};
    char *own = format_text("experiments.%s.set", item->name),
         *config = config_path(replication, trial);
    const char *places[] = {own, "quick.set"};
    Experiment experiment;
    Error found = {0};
    bool ok = experiment_load(&experiment, config, NULL, 0, &found);
    if (!ok)
        fail(error, "experiments.%s.config: %s", item->name, found.text);
    for (size_t k = 0; ok && k < 2; k++)
        ok = config_change(&experiment_settings, &experiment, (const char *const *)lists[k]->items,
                           lists[k]->count, places[k], error);
    experiment_free(&experiment);
    error_clear(&found);
    release(config);
    release(own);
    return ok;
}

// The run of the same config that was planned already, or its own.
static size_t shared_run(const RunPlan *plan, size_t own) {
    for (size_t i = 0; i < own; i++)
        if (strcmp(plan->run[i].text, plan->run[own].text) == 0)
            return i;
    return own;
}

// Makes a run as quick as the file says.
static bool quicken(const Replication *replication, PlannedRun *run, Error *error) {
    Experiment experiment;
    planned_run_change_all(run, &replication->quick.set);
    bool ok = experiment_load(&experiment, run->config, (const char *const *)run->change,
                              run->changes, error);
    if (ok)
        scale_iterations(run, &experiment, replication->quick.iterations);
    experiment_free(&experiment);
    return ok;
}

// Plans an experiment's run with its seed number s.
static bool plan_run(Replication *replication, size_t i, size_t s, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const TrialSettings *settings = item->variant.settings;
    Trial *trial = &replication->trial[i];
    long long seed = trial->seeds.seed[s];
    char *place = format_text("experiments.%s", item->name),
         *config = config_path(replication, settings);
    size_t own = replication->runs.count;
    PlannedRun *run =
        run_plan_add(&replication->runs, format_text("%s-%lld", item->name, seed), config);
    planned_run_change_all(run, &settings->set);
    bool ok = !replication->is_quick || quicken(replication, run, error);
    planned_run_change(run, "seed=%lld", seed);
    ok = ok && planned_run_check(run, place, error);
    trial->run[s] = ok ? shared_run(&replication->runs, own) : own;
    if (!ok || trial->run[s] != own)
        run_plan_drop_last(&replication->runs);
    release(config);
    release(place);
    return ok;
}

static bool begin_trial(Replication *replication, size_t i, Error *error) {
    const Item *item = &replication->experiments.items[i];
    const TrialSettings *settings = item->variant.settings;
    Trial *trial = &replication->trial[i];
    bool own = settings->seeds.count > 0;
    char *place = own ? format_text("experiments.%s.seeds", item->name) : copy_text("seeds");
    bool ok =
        seed_list_read(&trial->seeds, own ? &settings->seeds : &replication->seeds, place, error) &&
        try_config(replication, item, error);
    if (replication->is_quick && trial->seeds.count > (size_t)replication->quick.seeds)
        trial->seeds.count = (size_t)replication->quick.seeds;
    trial->run = allocate(trial->seeds.count + 1, sizeof *trial->run);
    release(place);
    return ok;
}

// Plans the runs of all experiments, those of their first seeds first: what is stopped on the way
// has then a few seeds of each.
static bool plan_runs(Replication *replication, Error *error) {
    size_t n = replication->experiments.count, most = 0;
    bool ok = true;
    replication->trial = allocate(n, sizeof *replication->trial);
    for (size_t i = 0; i < n; i++) {
        ok = begin_trial(replication, i, error) && ok;
        size_t seeds = replication->trial[i].seeds.count;
        most = seeds > most ? seeds : most;
    }
    for (size_t s = 0; s < most; s++)
        for (size_t i = 0; ok && i < n; i++)
            ok = s >= replication->trial[i].seeds.count || plan_run(replication, i, s, error);
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

static bool check_claims(const Replication *replication, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < replication->claims.count; i++)
        ok = check_claim(replication, &replication->claims.items[i], error) && ok;
    return ok;
}

bool replication_load(Replication *replication, const char *path, bool quick, Error *error) {
    block_start(&replication_settings, replication);
    replication->path = copy_text(path);
    replication->is_quick = quick;
    if (!config_load(path, &replication_settings, replication, &replication->places, error))
        return false;
    Error found = {0};
    bool ok = plan_runs(replication, &found) && check_claims(replication, &found);
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
