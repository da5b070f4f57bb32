// SPDX-License-Identifier: GPL-3.0-or-later
// Plugin: kinds from a shared object (docs/plugins.md).
//
// A plug-in is code. It is loaded where a command or a host names it, and where a config does that
// the user names. What a run's folder, a saved state or a text names must have been loaded before.
// It stays loaded until the process ends, so that settings may hold its kinds. Each config uses
// those that it names (settings/setting.h).
#pragma once

#include "kinds/arbor.h"
#include "kinds/competition.h"
#include "kinds/learning.h"
#include "kinds/noise.h"
#include "kinds/region.h"
#include "kinds/response.h"
#include "kinds/schedule.h"
#include "kinds/stimulus.h"
#include "kinds/transfer.h"
#include "kinds/weights.h"
#include "model/network.h"

// What program and plug-in share. Its size differs where their headers do; the number of the
// interface changes where a meaning does.
typedef struct {
    Setting setting;
    ArborKind arbor;
    CompetitionKind competition;
    LearningKind learning;
    NoiseKind noise;
    RegionKind region;
    ResponseKind response;
    ScheduleKind schedule;
    StimulusKind stimulus;
    TransferKind transfer;
    WeightsKind weights;
    Network network;
    Sheet sheet;
    Projection projection;
} PluginShared;
enum { PLUGIN_INTERFACE = 1 };

typedef const Kind *const *KindList; // NULL-terminated

// What a shared object defines as `pinwheel_plugin`: the kinds that it adds to the tables of these
// names, each list written with KINDS; NULL: none.
typedef struct {
    int interface;
    size_t shared; // sizeof(PluginShared)
    KindList arbor_kinds, competition_kinds, learning_kinds, measure_kinds, noise_kinds,
        region_kinds, response_kinds, schedule_kinds, stimulus_kinds, transfer_kinds, weights_kinds;
} Plugin;

#define PLUGIN(...)                                                                                \
    extern const Plugin pinwheel_plugin;                                                           \
    __attribute__((visibility("default")))                                                         \
    const Plugin pinwheel_plugin = {PLUGIN_INTERFACE, sizeof(PluginShared), __VA_ARGS__}
#define KINDS(...) ((const Kind *const[]){__VA_ARGS__, NULL})

// Loads a plug-in, which a config of any origin may then name; a message says so.
bool plugin_load(const char *path, Error *error);

// The same for the plug-ins that a command names; all configs that this thread reads use them. The
// paths become whole.
bool plugins_of_command(TextList *paths, Error *error);

// Begins to read a config, which uses the plug-ins of the command.
void plugins_begin(void);

// May what this thread reads from now on have code loaded?
void plugins_trust(bool trusted);

// While it is barred, nothing that this thread reads has code loaded, whoever names it.
void plugins_bar(bool barred);

// Takes the `plugins` of a config (Setting.early): they become whole paths, and are used.
bool plugins_take(TextList *paths, const char *file, const char *where, Error *error);

// The whole paths of the plug-ins that this thread uses, that its command names, or that are
// loaded. Owned by the caller.
TextList plugins_used(void);
TextList plugins_commanded(void);
TextList plugins_loaded(void);
