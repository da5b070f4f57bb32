// SPDX-License-Identifier: GPL-3.0-or-later
// Replication: a file of claims, their experiments, and the runs of these experiments.
//
// Invariant: after replication_load (replication_load.h) the experiments of every claim exist, and
// measure its number at its iteration. Two experiments with the same config share their runs.
#pragma once

#include "batch/seed_list.h"
#include "claims/claim.h"
#include "batch/run_plan.h"
#include "settings/config.h"

typedef enum { TRIAL_RUN, TRIAL_CIRCUIT } TrialVerb;

typedef struct {
    char *config, *from;
    int verb; // TrialVerb
    TextList set, seeds;
} TrialSettings; // an experiment of a replication

typedef struct {
    int64_t seeds; // the maximum number for each experiment
    double iterations;
    TextList set;
} QuickSettings;

// The runs of an experiment.
typedef struct {
    SeedList seeds;
    size_t *run; // [seeds] of the plan; owned
} Trial;

typedef struct {
    char *title;
    TextList set, seeds;
    QuickSettings quick;
    Collection experiments, claims;
    char *path;   // of the file; owned
    char *folder; // of all runs; owned
    ConfigPlaces places;
    bool is_quick;
    Trial *trial; // [experiments] owned
    RunPlan runs; // labelled by experiment and seed
} Replication;

extern const Block replication_settings;

void replication_free(Replication *replication);

// The runs of the experiment of that name, which must exist.
const Trial *replication_trial(const Replication *replication, const char *experiment);

bool trial_has_run(const Trial *trial, size_t run);

// The iteration of a claim, scaled if the replication is quick.
int64_t replication_iteration(const Replication *replication, int64_t at);

// "full", or what makes the replication quick; owned by the caller.
char *replication_protocol(const Replication *replication);
