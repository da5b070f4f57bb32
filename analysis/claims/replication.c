// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/replication.h"

#include "base/memory.h"
#include "batch/scaled_iterations.h"
#include "circuits/circuit_experiment.h"
#include "files/rundir.h"
#include "run/planned_number.h"
#include "settings/config_purpose.h"

#include <string.h>

static const char *const verbs[] = {"run", "circuit", NULL}; // in the order of CohortVerb

static const Kind cohort_kind = {
    "", "an experiment: a config, run with several seeds",
    BLOCK(CohortSettings, NULL,
          {SETTING(CohortSettings, config), NULL, 1, 4096,
           .help = "its config, relative to the folder of this file"},
          {SETTING(CohortSettings, verb), "run", .choices = verbs,
           .help = "the verb that runs it; a circuit has studies instead of measures"},
          {SETTING(CohortSettings, from), "", 0, 1000,
           .help = "an earlier experiment; each run continues from its run with the same seed"},
          {SETTING(CohortSettings, set), "", 0, 1000, .help = "\"path=value\" texts"},
          {SETTING(CohortSettings, seeds), "", 0, 10000, .help = "replace the seeds of the file",
           .loose = true})};
static const Kind *const cohort_kinds[] = {&cohort_kind, NULL};

static const Block quick_block =
    BLOCK(QuickSettings, NULL,
          {SETTING(QuickSettings, seeds), "2", 1, 10000,
           .help = "the maximum number for each experiment"},
          {SETTING(QuickSettings, iterations), "0.25", 1e-6, 1,
           .help = "multiplies everything that counts iterations"},
          {SETTING(QuickSettings, set), "", 0, 1000,
           .help = "\"path=value\" texts for every run of a network, after its own settings"});

const Block replication_settings =
    BLOCK(Replication, NULL, {SETTING(Replication, title), "", .help = "what is replicated"},
          {SETTING(Replication, set), "", 0, 1000,
           .help = "\"path=value\" texts for every run of a network, before its own settings"},
          {SETTING(Replication, seeds), "1-5", 1, 10000,
           .help = "of all experiments: numbers, and ranges as \"1-5\"", .loose = true},
          {SETTING(Replication, quick), .block = &quick_block,
           .help = "What `replicate --quick` changes"},
          {SETTING(Replication, experiments), NULL, 1, 1000, .help = "the experiments, by name",
           .kinds = cohort_kinds},
          {SETTING(Replication, claims), NULL, 1, 1000, .help = "the claims, by name",
           .kinds = claim_kinds});

// Does a network's run take a measure at a claim's iteration?
static bool check_run(const PlannedRun *run, const ClaimSeries *series, const char *measure,
                      int64_t at, const char *where, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    return experiment_load(&experiment, run->config, (const char *const *)run->change, run->changes,
                           error) &&
           planned_number_check(&experiment, series->experiment, measure, at, where, error);
}

// Has a circuit the study of a claim?
static bool check_circuit(const PlannedRun *run, const ClaimSeries *series, const char *study,
                          int64_t at, const char *where, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    if (!circuit_experiment_load(&experiment, run->config, (const char *const *)run->change,
                                 run->changes, error))
        return false;
    if (!collection_find(&experiment.studies, study))
        return collection_refuse(&experiment.studies, "study", study, where, error);
    return at < 0 ||
           fail(error, "%s: %s is a circuit, and has no iterations", where, series->experiment);
}

// Does the experiment of a series have the claim's number at the claim's iteration?
static bool check_number(const Replication *replication, const ClaimSettings *claim,
                         const ClaimSeries *series, const char *place, Error *error) {
    if (strcmp(claim->number, CLAIM_FAILED) == 0)
        return true;
    const Cohort *cohort = replication_cohort(replication, series->experiment);
    const PlannedRun *run = &replication->runs.run[cohort->run[0]];
    int64_t at = replication_iteration(replication, series->at);
    OWNED char *where = format_text("%s.number", place),
               *measure = planned_number_measure(claim->number, where, error);
    return measure && (run->verb == &circuit_verb ? check_circuit : check_run)(run, series, measure,
                                                                               at, where, error);
}

static bool check_claim(const Replication *replication, const Item *item, Error *error) {
    const ClaimKind *kind = (const ClaimKind *)item->variant.kind;
    ClaimSeries series[CLAIM_SERIES];
    size_t n = kind->series(item->variant.settings, series);
    OWNED char *place = format_text("claims.%s", item->name);
    const ClaimSettings *claim = item->variant.settings;
    if (!kind->check(claim, place, error))
        return false;
    bool ok = strcmp(claim->number, CLAIM_FAILED) != 0 || kind->tests_share ||
              fail(error, "%s.number: %s %s", place, claim->number, CLAIM_NEEDS_SHARE);
    for (size_t k = 0; ok && k < n; k++) {
        OWNED char *where = format_text("%s.%s", place, series[k].setting);
        ok = collection_find(&replication->experiments, series[k].experiment)
                 ? check_number(replication, claim, &series[k], place, error)
                 : collection_refuse(&replication->experiments, "experiment", series[k].experiment,
                                     where, error);
    }
    return ok;
}

static bool check_claims(const Replication *replication, Error *error) {
    bool ok = true;
    for (size_t i = 0; i < replication->claims.count; i++)
        ok = check_claim(replication, &replication->claims.items[i], error) && ok;
    return ok;
}

static char *default_folder(const char *path, bool quick) {
    OWNED char *name = rundir_base_name(path);
    return format_text("outputs/%s-replication%s", name, quick ? "-quick" : "");
}

bool replication_load(Replication *replication, const char *path, const char *folder, bool quick,
                      Error *error) {
    block_start(&replication_settings, replication);
    replication->path = copy_text(path);
    replication->folder = folder ? rundir_plain(folder) : default_folder(path, quick);
    replication->is_quick = quick;
    if (!config_purpose_check(path, PURPOSE_REPLICATION, error) ||
        !config_load(path, &replication_settings, replication, &replication->places, error))
        return false;
    Error found = {0};
    bool ok = replication_plan(replication, &found) && check_claims(replication, &found);
    config_locate(&replication->places, path, &found);
    error_move(error, &found);
    return ok;
}

void replication_free(Replication *replication) {
    for (size_t i = 0; replication->cohort && i < replication->experiments.count; i++) {
        seed_list_free(&replication->cohort[i].seeds);
        release(replication->cohort[i].run);
    }
    release(replication->cohort);
    run_plan_free(&replication->runs);
    block_finish(&replication_settings, replication);
    config_places_free(&replication->places);
    release(replication->path);
    release(replication->folder);
    replication->cohort = NULL;
    replication->path = replication->folder = NULL;
}

const Cohort *replication_cohort(const Replication *replication, const char *experiment) {
    const Item *item = collection_find(&replication->experiments, experiment);
    return &replication->cohort[item - replication->experiments.items];
}

bool cohort_has_run(const Cohort *cohort, size_t run) {
    for (size_t s = 0; s < cohort->seeds.count; s++)
        if (cohort->run[s] == run)
            return true;
    return false;
}

int64_t replication_iteration(const Replication *replication, int64_t at) {
    return replication->is_quick ? scaled_iteration(at, replication->quick.iterations) : at;
}

static bool has_networks(const Replication *replication) {
    for (size_t i = 0; i < replication->experiments.count; i++) {
        const CohortSettings *cohort = replication->experiments.items[i].variant.settings;
        if (cohort->verb == COHORT_RUN)
            return true;
    }
    return false;
}

char *replication_protocol(const Replication *replication) {
    const QuickSettings *quick = &replication->quick;
    if (!replication->is_quick)
        return copy_text("full");
    if (!has_networks(replication)) // circuits have no iterations
        return format_text("quick: at most %lld seeds", (long long)quick->seeds);
    char *text =
        format_text("quick: at most %lld seeds, iterations x %.4g%s", (long long)quick->seeds,
                    quick->iterations, quick->set.count > 0 ? "," : "");
    for (size_t i = 0; i < quick->set.count; i++)
        text_append(&text, " %s", quick->set.items[i]);
    return text;
}
