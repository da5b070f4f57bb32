// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/run_plan.h"

#include "base/memory.h"
#include "files/ordinary_file.h"
#include "files/rundir.h"
#include "files/seal.h"
#include "run/experiment.h"
#include "run/run.h"
#include "settings/config_difference.h"

#include <string.h>

PlannedRun *run_plan_add(RunPlan *plan, char *name, const char *config) {
    plan->run = allocate_one_more(plan->run, plan->count, sizeof *plan->run);
    PlannedRun *run = &plan->run[plan->count++];
    *run = (PlannedRun){.name = name, .config = copy_text(config), .verb = &run_verb};
    return run;
}

static void add_change(PlannedRun *run, char *change) {
    run->change = allocate_one_more(run->change, run->changes, sizeof *run->change);
    run->change[run->changes++] = change;
}

void planned_run_change(PlannedRun *run, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add_change(run, format_arguments(format, arguments));
    va_end(arguments);
}

void planned_run_change_all(PlannedRun *run, const TextList *changes) {
    for (size_t i = 0; i < changes->count; i++)
        add_change(run, copy_text(changes->items[i]));
}

void run_plan_drop_last(RunPlan *plan) {
    PlannedRun *run = &plan->run[--plan->count];
    for (size_t k = 0; k < run->changes; k++)
        release(run->change[k]);
    for (size_t k = 0; run->label && k < plan->labels; k++)
        release(run->label[k]);
    release(run->change);
    release(run->label);
    release(run->name);
    release(run->config);
    release(run->text);
}

void run_plan_free(RunPlan *plan) {
    while (plan->count > 0)
        run_plan_drop_last(plan);
    release(plan->run);
    *plan = (RunPlan){0};
}

static bool check_network(PlannedRun *run, Error *error) {
    OWNED_BY(experiment_free) Experiment experiment;
    const char *const *changes = (const char *const *)run->change;
    if (!(run->made ? experiment_load_made : experiment_load)(&experiment, run->config, changes,
                                                              run->changes, error))
        return false;
    run->text = config_echo_text(&experiment_settings, &experiment);
    run->iterations = experiment.iterations;
    return true;
}

const RunVerb run_verb = {"run", true, check_network};

bool planned_run_check(PlannedRun *run, const char *place, Error *error) {
    OWNED_BY(error_clear) Error found = {0};
    release(run->text);
    run->text = NULL;
    return run->verb->check(run, &found) || fail(error, "%s: %s", place, found.text);
}

char *planned_run_path(const PlannedRun *run, const char *folder) {
    return rundir_path(folder, run->name);
}

static bool is_whole(const char *folder, const char *checkpoint) {
    OWNED char *path = rundir_path(folder, checkpoint);
    return seal_check(path, NULL);
}

static PlannedState state_in(const char *folder) {
    // A run whose run.json is damaged goes on from its checkpoint.
    json_auto_t *json = rundir_read_json(folder, "run.json", true, NULL);
    const char *status = json_string_value(json_object_get(json, "status"));
    if (status && strcmp(status, "finished") == 0)
        return PLANNED_FINISHED;
    if (status && strcmp(status, "failed") == 0)
        return PLANNED_FAILED;
    if (is_whole(folder, "checkpoint.h5"))
        return PLANNED_BEGUN;
    return is_whole(folder, "checkpoint.prev.h5") ? PLANNED_BEFORE : PLANNED_MISSING;
}

PlannedState planned_run_state(const PlannedRun *run, const char *folder) {
    OWNED char *path = planned_run_path(run, folder);
    return rundir_is_run(path) ? state_in(path) : PLANNED_MISSING;
}

bool planned_run_diverged(const PlannedRun *run, const char *folder) {
    OWNED char *path = planned_run_path(run, folder);
    json_auto_t *json = rundir_read_json(path, "run.json", true, NULL);
    return json_is_true(json_object_get(json, "diverged")) &&
           planned_run_state(run, folder) == PLANNED_FAILED;
}

// The whole config of a run, echoed; owned by the caller, NULL on error.
static char *text_of(const PlannedRun *run, Error *error) {
    if (run->text)
        return copy_text(run->text);
    PlannedRun copy = *run;
    planned_run_check(&copy, run->name, error);
    return copy.text;
}

// Is a run's config.cfg, whose path and text are given, the planned config? The text begins with
// comments. Where an older program wrote it without a new setting, the default counts.
static bool is_planned(const PlannedRun *run, const char *planned, char *config, const char *text) {
    size_t length = strlen(text), n = strlen(planned);
    if (length >= n && strcmp(text + length - n, planned) == 0)
        return true;
    PlannedRun there = {.config = config, .made = true, .verb = run->verb};
    bool same = planned_run_check(&there, config, NULL) && strcmp(there.text, planned) == 0;
    release(there.text);
    return same;
}

bool planned_run_matches(const PlannedRun *run, const char *folder, Error *error) {
    OWNED char *path = planned_run_path(run, folder), *config = rundir_path(path, "config.cfg");
    if (ordinary_file_is_absent(config))
        return true;
    OWNED char *planned = text_of(run, error),
               *there = planned ? rundir_read_text(path, "config.cfg", error) : NULL;
    if (there == NULL || is_planned(run, planned, config, there))
        return there != NULL;
    OWNED char *difference = config_difference(there, planned, settings_of_each_run);
    return fail(error,
                "%s: holds a run of another config (%s); name another folder with -o, or move it "
                "away",
                path, difference ? difference : "another seed, or from another state");
}
