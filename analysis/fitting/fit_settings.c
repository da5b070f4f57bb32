// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitting/fit_settings.h"

#include "base/memory.h"
#include "settings/config_purpose.h"

static const Kind range_kind = {"", "a setting that the fit chooses",
                                BLOCK_OF_NONE(SettingRange, &setting_range)};

static const Kind target_kind = {
    "", "a number that the fit brings near a published one, or predicts",
    BLOCK(TargetSettings, NULL,
          {SETTING(TargetSettings, number), NULL, 3, 1000, .help = "MEASURE/NUMBER"},
          {SETTING(TargetSettings, over), "", 0, 1000,
           .help = "another MEASURE/NUMBER of the same run, by which it is divided"},
          {SETTING(TargetSettings, at), "last", 0, 1e12, "iterations",
           .help = "the iteration at which it was measured", .word = "last"},
          {SETTING(TargetSettings, over_at), "last", 0, 1e12, "iterations",
           .help = "the iteration at which the other number was measured", .word = "last"},
          {SETTING(TargetSettings, low), "none", -1e300, 1e300,
           .help = "lower end of the published 95 % interval, in the unit of the number",
           .word = "none"},
          {SETTING(TargetSettings, high), "none", -1e300, 1e300, .help = "its upper end",
           .word = "none"},
          {SETTING(TargetSettings, held_out), "false",
           .help = "it is predicted, and not fitted to; it may then have no interval"},
          {SETTING(TargetSettings, source), "", 0, 1000, .help = "the publication"})};

static const Kind *const range_kinds[] = {&range_kind, NULL};
static const Kind *const target_kinds[] = {&target_kind, NULL};

const Block fit_settings = BLOCK(
    FitSettings, NULL, {SETTING(FitSettings, title), "", .help = "what is fitted to what"},
    {SETTING(FitSettings, model), NULL, 1, 4096,
     .help = "the config of all runs; its path begins at this file's folder"},
    {SETTING(FitSettings, set), "", 0, 1000, .help = "\"path=value\" texts, in every run"},
    {SETTING(FitSettings, settings), NULL, 1, 16, .help = "the settings that are fitted, by name",
     .kinds = range_kinds},
    {SETTING(FitSettings, targets), NULL, 1, 64, .help = "the numbers, by name",
     .kinds = target_kinds},
    {SETTING(FitSettings, samples), "30", 3, 1000,
     .help = "number of points of the Latin hypercube with which the fit begins"},
    {SETTING(FitSettings, rounds), "3", 0, 100,
     .help = "number of rounds of points that the fit then chooses by what it has learned"},
    {SETTING(FitSettings, points), "6", 1, 100, .help = "number of points in a round"},
    {SETTING(FitSettings, seeds), "2", 1, 100,
     .help = "number of runs of a point, each with a seed that no other run has"},
    {SETTING(FitSettings, first_seed), "1", 0, 9007199254740992.0,
     .help = "of the runs; each later run has the next one"},
    {SETTING(FitSettings, confirmations), "3", 0, 100,
     .help = "times that a point is made at the best settings in the end, to see what they give"},
    {SETTING(FitSettings, seed), "1", 0, 9007199254740992.0,
     .help = "of the draws of points; the runs have seeds of their own"});

bool fit_settings_load(FitSettings *settings, const char *path, const char *const *changes,
                       size_t n, Error *error) {
    block_start(&fit_settings, settings);
    settings->path = copy_text(path);
    return config_purpose_check(path, PURPOSE_FIT, error) &&
           config_load(path, &fit_settings, settings, &settings->places, error) &&
           config_change(&fit_settings, settings, changes, n, "command line", error);
}

void fit_settings_free(FitSettings *settings) {
    block_finish(&fit_settings, settings);
    config_places_free(&settings->places);
    release(settings->path);
    settings->path = NULL;
}
