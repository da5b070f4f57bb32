// SPDX-License-Identifier: GPL-3.0-or-later
// Replication: a file of claims, their experiments, and the runs of these experiments.
//
// Invariant: after replication_load the experiments of every claim exist, and measure its number at
// its iteration. Two experiments with the same config share their runs.
#pragma once

#include "batch/run_plan.h"
#include "batch/seed_list.h"
#include "claims/claim.h"
#include "settings/config.h"

typedef enum { COHORT_RUN, COHORT_CIRCUIT } CohortVerb;

typedef struct {
    char *config, *from;
    int verb; // CohortVerb
    TextList set, seeds;
} CohortSettings; // an experiment of a replication

typedef struct {
    int64_t seeds; // the maximum number for each experiment
    double iterations;
    TextList set;
} QuickSettings;

// Cohort: the runs of an experiment, one for each seed.
typedef struct {
    SeedList seeds;
    size_t *run; // [seeds] of the plan; owned
} Cohort;

typedef struct {
    char *title;
    TextList set, seeds;
    QuickSettings quick;
    Collection experiments, claims;
    char *path;   // of the file; owned
    char *folder; // of all runs; owned
    ConfigPlaces places;
    bool is_quick;
    Cohort *cohort; // [experiments] owned
    RunPlan runs;   // labelled by experiment and seed
} Replication;

extern const Block replication_settings;

// Reads and checks a file, and plans the runs in `folder`; NULL: outputs/NAME-replication, or
// outputs/NAME-replication-quick, with NAME from the file's name. `quick` makes fewer and shorter
// runs. Call replication_free either way.
bool replication_load(Replication *replication, const char *path, const char *folder, bool quick,
                      Error *error);
void replication_free(Replication *replication);

// The runs of the experiment of that name, which must exist.
const Cohort *replication_cohort(const Replication *replication, const char *experiment);

bool cohort_has_run(const Cohort *cohort, size_t run);

// The iteration of a claim, scaled if the replication is quick.
int64_t replication_iteration(const Replication *replication, int64_t at);

// "full", or what makes the replication quick; owned by the caller.
char *replication_protocol(const Replication *replication);

// For replication_load (replication_plan.c): plans the runs of all experiments, first those of
// every experiment's first seed, then those of the second seeds, and so on. A replication that is
// stopped early then has a few seeds of each experiment. Messages give the path of the mistake in
// the file.
bool replication_plan(Replication *replication, Error *error);
