// SPDX-License-Identifier: GPL-3.0-or-later
// FitSettings: the file of a fit, which names a model, its settings that vary, and the published
// numbers.
#pragma once

#include "batch/setting_range.h"
#include "settings/config.h"

typedef struct {
    char *number, *over; // "MEASURE/NUMBER"; `over` "": not divided
    int64_t at, over_at; // iterations; -1: the last one measured
    double low, high;    // NaN: none
    bool held_out;
    char *source;
} TargetSettings;

typedef struct {
    char *title, *model;
    TextList set;
    Collection settings; // SettingRange
    Collection targets;  // TargetSettings
    int64_t samples, rounds, points, seeds, first_seed, confirmations, seed;
    char *path; // of the file that was loaded; owned
    ConfigPlaces places;
} FitSettings;

extern const Block fit_settings;

// Reads a file and makes n changes "path=value"; fit_plan_begin checks that its parts fit the
// model. Call fit_settings_free either way.
bool fit_settings_load(FitSettings *settings, const char *path, const char *const *changes,
                       size_t n, Error *error);
void fit_settings_free(FitSettings *settings);
