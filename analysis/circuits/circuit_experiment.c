// SPDX-License-Identifier: GPL-3.0-or-later
#include "circuits/circuit_experiment.h"

#include "base/memory.h"
#include "circuits/study.h"
#include "kinds/transfer.h"
#include "run/plugin.h"
#include "settings/config_purpose.h"
#include "settings/setting_inputs.h"

#include <math.h>
#include <string.h>

const Block circuit_experiment_settings = BLOCK(
    CircuitExperiment, NULL,
    {SETTING(CircuitExperiment, title), "", .help = "what the circuit is, for pictures"},
    {SETTING(CircuitExperiment, source), "", .help = "the publication that it follows"},
    {SETTING(CircuitExperiment, seed), "1", 0, 9007199254740992.0,
     .help = "of random starts and samples"},
    PLUGINS_SETTING(CircuitExperiment),
    {SETTING(CircuitExperiment, circuit), NULL, .help = "the network", .kinds = circuit_kinds},
    {SETTING(CircuitExperiment, transfer), "rectified",
     .help = "from a neuron's input to its activity", .kinds = transfer_kinds},
    {SETTING(CircuitExperiment, studies), NULL, 1, 64,
     .help = "the studies of the circuit, by name", .kinds = study_kinds},
    {SETTING(CircuitExperiment, figures), .block = &figure_block,
     .help = "how pictures are drawn"});

static bool names_plugin(const CircuitExperiment *experiment, const char *path) {
    for (size_t i = 0; i < experiment->plugins.count; i++)
        if (strcmp(experiment->plugins.items[i], path) == 0)
            return true;
    return false;
}

void circuit_experiment_note_plugins(CircuitExperiment *experiment) {
    OWNED_BY(text_list_finish) TextList used = plugins_used();
    for (size_t i = 0; i < used.count; i++)
        if (!names_plugin(experiment, used.items[i]))
            text_list_add(&experiment->plugins, used.items[i]);
}

// `named`: by the user, so that it may have plug-ins loaded.
static bool load(CircuitExperiment *experiment, const char *path, bool named,
                 const char *const *overrides, size_t n, Error *error) {
    plugins_begin();
    plugins_trust(named);
    block_start(&circuit_experiment_settings, experiment);
    experiment->path = copy_text(path);
    if (!config_purpose_check(path, PURPOSE_CIRCUIT, error) ||
        !config_load(path, &circuit_experiment_settings, experiment, &experiment->places, error))
        return false;
    bool ok = true;
    plugins_trust(true); // the overrides are the user's
    for (size_t i = 0; i < n; i++)
        ok = settings_assign(&circuit_experiment_settings, experiment, overrides[i], false,
                             "command line", error) &&
             ok;
    inputs_locate(&circuit_experiment_settings, experiment, &experiment->places, path);
    Error found = {0};
    ok = ok && block_check_given(&circuit_experiment_settings, experiment, "", &found) &&
         figure_settings_check(&experiment->figures, (double)NAN, "figures.", &found);
    config_locate(&experiment->places, path, &found);
    error_move(error, &found);
    if (ok && named)
        circuit_experiment_note_plugins(experiment);
    return ok;
}

bool circuit_experiment_load(CircuitExperiment *experiment, const char *path,
                             const char *const *overrides, size_t n, Error *error) {
    return load(experiment, path, true, overrides, n, error);
}

bool circuit_experiment_load_made(CircuitExperiment *experiment, const char *path, Error *error) {
    return load(experiment, path, false, NULL, 0, error);
}

void circuit_experiment_free(CircuitExperiment *experiment) {
    block_finish(&circuit_experiment_settings, experiment);
    config_places_free(&experiment->places);
    release(experiment->path);
    experiment->path = NULL;
}

bool circuit_experiment_build(const CircuitExperiment *experiment, Circuit *circuit, Error *error) {
    Error found = {0}, misfit = {0};
    bool ok = circuit_build(&experiment->circuit, circuit, &misfit);
    if (!ok)
        fail(&found, "circuit.%s", misfit.text);
    error_clear(&misfit);
    StudySubject subject = {circuit, &experiment->circuit, &experiment->transfer,
                            (uint64_t)experiment->seed};
    for (size_t i = 0; circuit->weights && i < experiment->studies.count; i++) {
        const Item *item = &experiment->studies.items[i];
        const StudyKind *kind = (const StudyKind *)item->variant.kind;
        OWNED char *place = format_text("studies.%s", item->name);
        ok = kind->check(item->variant.settings, &subject, place, &found) && ok;
    }
    config_locate(&experiment->places, experiment->path, &found);
    error_move(error, &found);
    return ok;
}

static bool check_planned(PlannedRun *run, Error *error) {
    OWNED_BY(circuit_experiment_free) CircuitExperiment experiment;
    bool ok = circuit_experiment_load(&experiment, run->config, (const char *const *)run->change,
                                      run->changes, error);
    run->text = ok ? config_echo_text(&circuit_experiment_settings, &experiment) : NULL;
    return ok;
}

const RunVerb circuit_verb = {"circuit", false, check_planned};
