// SPDX-License-Identifier: GPL-3.0-or-later
#include "claims/replication.h"

#include "base/memory.h"
#include "batch/scaled_iterations.h"

static const char *const verbs[] = {"run", "circuit", NULL}; // in the order of TrialVerb

static const Kind trial_kind = {
    "", "an experiment: a config, run with several seeds",
    BLOCK(TrialSettings, NULL,
          {SETTING(TrialSettings, config), NULL, 1, 4096,
           .help = "its config, relative to the folder of this file"},
          {SETTING(TrialSettings, verb), "run", .choices = verbs,
           .help = "the verb that runs it; a circuit has studies instead of measures"},
          {SETTING(TrialSettings, from), "", 0, 1000,
           .help = "an earlier experiment; each run continues from its run with the same seed"},
          {SETTING(TrialSettings, set), "", 0, 1000, .help = "\"path=value\" texts"},
          {SETTING(TrialSettings, seeds), "", 0, 10000, .help = "replace the seeds of the file",
           .loose = true})};
static const Kind *const trial_kinds[] = {&trial_kind, NULL};

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
           .kinds = trial_kinds},
          {SETTING(Replication, claims), NULL, 1, 1000, .help = "the claims, by name",
           .kinds = claim_kinds});

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
    release(replication->folder);
    replication->trial = NULL;
    replication->path = replication->folder = NULL;
}

const Trial *replication_trial(const Replication *replication, const char *experiment) {
    const Item *item = collection_find(&replication->experiments, experiment);
    return &replication->trial[item - replication->experiments.items];
}

bool trial_has_run(const Trial *trial, size_t run) {
    for (size_t s = 0; s < trial->seeds.count; s++)
        if (trial->run[s] == run)
            return true;
    return false;
}

int64_t replication_iteration(const Replication *replication, int64_t at) {
    return replication->is_quick ? scaled_iteration(at, replication->quick.iterations) : at;
}

static bool has_networks(const Replication *replication) {
    for (size_t i = 0; i < replication->experiments.count; i++) {
        const TrialSettings *trial = replication->experiments.items[i].variant.settings;
        if (trial->verb == TRIAL_RUN)
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
