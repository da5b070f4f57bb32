// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/replication_load.h"

#include "base/memory.h"
#include "circuits/circuit_experiment.h"
#include "claims/replication_trials.h"
#include "files/rundir.h"
#include "run/event.h"
#include "run/experiment.h"
#include "settings/config_purpose.h"

#include <string.h>

// Does an event of an experiment take the measure at an iteration (-1: at any iteration)?
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
    return fail(error, "%s: there is no %s '%s'%s", place, what, name,
                collection_suggestion(known, "", name).text);
}

// Does a network's run take a measure at a claim's iteration?
static bool check_run(const PlannedRun *run, const ClaimSeries *series, const char *measure,
                      int64_t at, const char *where, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    if (!experiment_load(&experiment, run->config, (const char *const *)run->change, run->changes,
                         error))
        return false;
    if (!collection_find(&experiment.measures, measure))
        return refuse_unknown(where, "measure", measure, &experiment.measures, error);
    if (is_measured(&experiment, measure, at))
        return true;
    return at < 0
               ? fail(error, "%s: no event of %s measures %s", where, series->experiment, measure)
               : fail(error, "%s: no event of %s measures %s at iteration %lld", where,
                      series->experiment, measure, (long long)at);
}

// Has a circuit the study of a claim?
static bool check_circuit(const PlannedRun *run, const ClaimSeries *series, const char *study,
                          int64_t at, const char *where, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    if (!circuit_experiment_load(&experiment, run->config, (const char *const *)run->change,
                                 run->changes, error))
        return false;
    if (!collection_find(&experiment.studies, study))
        return refuse_unknown(where, "study", study, &experiment.studies, error);
    return at < 0 ||
           fail(error, "%s: %s is a circuit, and has no iterations", where, series->experiment);
}

// Does the experiment of a series have the claim's number at the claim's iteration?
static bool check_number(const Replication *replication, const ClaimSettings *claim,
                         const ClaimSeries *series, const char *place, Error *error) {
    if (strcmp(claim->number, CLAIM_FAILED) == 0)
        return true;
    const Trial *trial = replication_trial(replication, series->experiment);
    const PlannedRun *run = &replication->runs.run[trial->run[0]];
    int64_t at = replication_iteration(replication, series->at);
    OWNED char *measure = format_text("%.*s", (int)strcspn(claim->number, "/"), claim->number),
               *where = format_text("%s.number", place);
    if (strlen(measure) == strlen(claim->number))
        return fail(error, "%s: '%s' is not of the form MEASURE/NUMBER", where, claim->number);
    return (run->verb == &circuit_verb ? check_circuit : check_run)(run, series, measure, at, where,
                                                                    error);
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
                 : refuse_unknown(where, "experiment", series[k].experiment,
                                  &replication->experiments, error);
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
