// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch/sweep_settings.h"

#include "base/memory.h"
#include "settings/config_purpose.h"

static const Kind condition_kind = {
    "", "one of several ways to run: settings that are changed together",
    BLOCK(ConditionSettings, NULL,
          {SETTING(ConditionSettings, config), "", 0, 4096,
           .help = "a config instead of the sweep's; its path begins at this file's folder"},
          {SETTING(ConditionSettings, set), "", 0, 1000, .help = "\"path=value\" texts"})};

static const Kind grid_kind = {
    "", "a setting that takes several values, each with every combination of the others",
    BLOCK(
        GridSettings, NULL,
        {SETTING(GridSettings, path), NULL, 1, 1000, .help = "of the setting, with * for any name"},
        {SETTING(GridSettings, values), NULL, 1, 10000, .help = "in the order of the runs",
         .loose = true})};

static const Kind random_kind = {"", "a number that is drawn at random",
                                 BLOCK_OF_NONE(SettingRange, &setting_range)};

static const Kind *const condition_kinds[] = {&condition_kind, NULL};
static const Kind *const grid_kinds[] = {&grid_kind, NULL};
static const Kind *const random_kinds[] = {&random_kind, NULL};

static const Block hypercube_block =
    BLOCK(HypercubeSettings, NULL,
          {SETTING(HypercubeSettings, samples), "0", 0, 100000,
           .help = "number n of samples; each of n equal parts of a range holds one"},
          {SETTING(HypercubeSettings, seed), "1", 0, 9007199254740992.0,
           .help = "of the draws; the runs have seeds of their own"},
          {SETTING(HypercubeSettings, settings), NULL, 0, 64,
           .help = "the settings that are drawn, by name", .kinds = random_kinds});

static const Block develop_block =
    BLOCK(DevelopSettings, NULL,
          {SETTING(DevelopSettings, iterations), "0", 0, 1e12, "iterations",
           .help = "of the development; all runs of a seed begin at its end; 0: no development"},
          {SETTING(DevelopSettings, config), "", 0, 4096,
           .help = "a config instead of the sweep's; its path begins at this file's folder"},
          {SETTING(DevelopSettings, set), "", 0, 1000,
           .help = "\"path=value\" texts, applied after those of the sweep"});

const Block sweep_settings = BLOCK(
    SweepSettings, NULL, {SETTING(SweepSettings, title), "", .help = "what the sweep is for"},
    {SETTING(SweepSettings, config), NULL, 1, 4096,
     .help = "of all runs; its path begins at this file's folder"},
    {SETTING(SweepSettings, set), "", 0, 1000, .help = "\"path=value\" texts, in every run"},
    {SETTING(SweepSettings, seeds), "1", 1, 10000,
     .help = "every combination of settings runs with each: numbers, and ranges as \"1-5\"",
     .loose = true},
    {SETTING(SweepSettings, conditions), NULL, 0, 1000, .help = "a list of ways to run, by name",
     .kinds = condition_kinds},
    {SETTING(SweepSettings, grid), NULL, 0, 32,
     .help = "settings that take several values, by name", .kinds = grid_kinds},
    {SETTING(SweepSettings, random), .block = &hypercube_block,
     .help = "Settings that are drawn together, as a Latin hypercube"},
    {SETTING(SweepSettings, from), "", 0, 4096,
     .help = "a run's folder or saved state that every run starts from; {seed} stands for the "
             "run's seed"},
    {SETTING(SweepSettings, develop), .block = &develop_block,
     .help = "A development that all runs of a seed start from"});

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
