// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/sweep_settings.h"

#include "settings/config_purpose.h"
#include "base/memory.h"

static const char *const scales[] = {"linear", "logarithmic", NULL};

#define CONDITION(member) offsetof(ConditionSettings, member)
static const Kind condition_kind = {
    "",
    "settings that go together: one of several ways to run",
    {sizeof(ConditionSettings), NULL,
     (const Setting[]){
         {"config", SETTING_TEXT, CONDITION(config), "", 0, 4096,
          .help = "a config in place of the sweep's, from this file's folder"},
         {"set", SETTING_LIST, CONDITION(set), "", 0, 1000, .help = "\"path=value\" texts"},
         {0}}}};

#define GRID(member) offsetof(GridSettings, member)
static const Kind grid_kind = {
    "",
    "a setting that takes each of several values, with each of all others",
    {sizeof(GridSettings), NULL,
     (const Setting[]){{"path", SETTING_TEXT, GRID(path), NULL, 1, 1000,
                        .help = "of the setting, with * for any name"},
                       {"values", SETTING_LIST, GRID(values), NULL, 1, 10000,
                        .help = "in the order of the runs", .loose = true},
                       {0}}}};

#define RANDOM(member) offsetof(RandomSettings, member)
static const Kind random_kind = {
    "",
    "a number that is drawn",
    {sizeof(RandomSettings), NULL,
     (const Setting[]){
         {"path", SETTING_TEXT, RANDOM(path), NULL, 1, 1000,
          .help = "of the setting, with * for any name"},
         {"low", SETTING_REAL, RANDOM(low), NULL, -1e300, 1e300, .help = "least value"},
         {"high", SETTING_REAL, RANDOM(high), NULL, -1e300, 1e300, .help = "largest value"},
         {"scale", SETTING_CHOICE, RANDOM(scale), "linear", .choices = scales,
          .help = "on which every part of the range is as likely"},
         {0}}}};

static const Kind *const condition_kinds[] = {&condition_kind, NULL};
static const Kind *const grid_kinds[] = {&grid_kind, NULL};
static const Kind *const random_kinds[] = {&random_kind, NULL};

#define HYPERCUBE(member) offsetof(HypercubeSettings, member)
static const Block hypercube_block = {
    sizeof(HypercubeSettings), NULL,
    (const Setting[]){
        {"samples", SETTING_INTEGER, HYPERCUBE(samples), "0", 0, 100000,
         .help = "how many; each of as many equal parts of a range is drawn from once"},
        {"seed", SETTING_INTEGER, HYPERCUBE(seed), "1", 0, 9007199254740992.0,
         .help = "of the draws, not of the runs"},
        {"settings", SETTING_COLLECTION, HYPERCUBE(settings), NULL, 0, 64,
         .help = "what is drawn, by name", .kinds = random_kinds},
        {0}}};

#define DEVELOP(member) offsetof(DevelopSettings, member)
static const Block develop_block = {
    sizeof(DevelopSettings), NULL,
    (const Setting[]){
        {"iterations", SETTING_INTEGER, DEVELOP(iterations), "0", 0, 1e12, "iterations",
         .help = "at which the runs of a seed begin, from one development that they share; 0: each "
                 "develops by itself"},
        {"config", SETTING_TEXT, DEVELOP(config), "", 0, 4096,
         .help = "a config in place of the sweep's, from this file's folder"},
        {"set", SETTING_LIST, DEVELOP(set), "", 0, 1000,
         .help = "\"path=value\" texts, after those of the sweep"},
        {0}}};

#define AT(member) offsetof(SweepSettings, member)
const Block sweep_settings = {
    sizeof(SweepSettings), NULL,
    (const Setting[]){
        {"title", SETTING_TEXT, AT(title), "", .help = "what the sweep is for"},
        {"config", SETTING_TEXT, AT(config), NULL, 1, 4096,
         .help = "that all runs have, from this file's folder"},
        {"set", SETTING_LIST, AT(set), "", 0, 1000, .help = "\"path=value\" texts, in every run"},
        {"seeds", SETTING_LIST, AT(seeds), "1", 1, 10000,
         .help = "of the runs, every setting with each: numbers, and ranges as \"1-5\"",
         .loose = true},
        {"conditions", SETTING_COLLECTION, AT(conditions), NULL, 0, 1000,
         .help = "a list of ways to run, by name", .kinds = condition_kinds},
        {"grid", SETTING_COLLECTION, AT(grid), NULL, 0, 32,
         .help = "settings that take several values, by name", .kinds = grid_kinds},
        {"random", SETTING_BLOCK, AT(random), .block = &hypercube_block,
         .help = "Settings that are drawn together, as a Latin hypercube"},
        {"from", SETTING_TEXT, AT(from), "", 0, 4096,
         .help = "a run's folder or saved state that every run starts from; {seed} in it stands "
                 "for the run's seed"},
        {"develop", SETTING_BLOCK, AT(develop), .block = &develop_block,
         .help = "A development that all runs of a seed start from"},
        {0}}};

bool sweep_settings_load(SweepSettings *settings, const char *path, Error *error) {
    block_start(&sweep_settings, settings);
    settings->path = copy_text(path);
    return config_purpose_check(path, PURPOSE_SWEEP, error) &&
           config_load(path, &sweep_settings, settings, &settings->places, error);
}

void sweep_settings_free(SweepSettings *settings) {
    block_finish(&sweep_settings, settings);
    config_places_free(&settings->places);
    release(settings->path);
    settings->path = NULL;
}
