// SPDX-License-Identifier: GPL-3.0-or-later
// SweepSettings: the file of a sweep, which names a config and the settings to vary in it.
#pragma once

#include "batch/setting_range.h"
#include "settings/config.h"

typedef struct {
    char *config; // "": the sweep's
    TextList set; // "path=value"
} ConditionSettings;

typedef struct {
    char *path;      // of a setting
    TextList values; // as texts
} GridSettings;

typedef struct {
    int64_t samples, seed;
    Collection settings; // SettingRange
} HypercubeSettings;

typedef struct {
    int64_t iterations; // 0: no development
    char *config;       // "": the sweep's
    TextList set;
} DevelopSettings;

typedef struct {
    char *title, *config;
    TextList set;          // in all runs
    TextList seeds;        // SeedList
    Collection conditions; // ConditionSettings
    Collection grid;       // GridSettings
    HypercubeSettings random;
    char *from;
    DevelopSettings develop;
    char *path; // of the file that was loaded; owned
    ConfigPlaces places;
} SweepSettings;

extern const Block sweep_settings;

// Reads a file; sweep_plan_make checks that its parts fit together. Call sweep_settings_free either
// way.
bool sweep_settings_load(SweepSettings *settings, const char *path, Error *error);
void sweep_settings_free(SweepSettings *settings);
