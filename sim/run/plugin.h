// SPDX-License-Identifier: GPL-3.0-or-later
// Plugin: kinds from a shared object, or from the program that the library is part of
// (docs/plugins.md).
//
// A plug-in is code. It is loaded where a command or a host names it, and where a config does that
// the user names. What a run's folder, a saved state or a text names must have been loaded before.
// It stays loaded until the process ends, so that settings may hold its kinds. Each config uses
// those that it names, and those of the command or the host (settings/setting.h).
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

typedef const Kind *const *KindList; // NULL-terminated

// What a shared object defines as `pinwheel_plugin`, or a program hands to the library: the kinds
// that it adds to the tables of these names, each list written with KINDS; NULL: none.
typedef struct pinwheel_kinds {
    int interface;               // PLUGIN_INTERFACE
    const size_t *sizes;         // PLUGIN_SIZES
    const size_t *measure_sizes; // MEASURE_SIZES (measure/measure.h); NULL: no measures
    KindList arbor_kinds, competition_kinds, learning_kinds, measure_kinds, noise_kinds,
        region_kinds, response_kinds, schedule_kinds, stimulus_kinds, transfer_kinds, weights_kinds;
} Plugin;

// Program and plug-in agree on these structs: all that a kind is given, or reaches from a network.
// A size differs where a member comes or goes; the number of the interface changes where a meaning
// does, or a member takes the place of another.
enum { PLUGIN_INTERFACE = 2 };
#define PLUGIN_SIZES                                                                               \
    ((const size_t[]){sizeof(Plugin),                                                              \
                      sizeof(Setting),                                                             \
                      sizeof(Kind),                                                                \
                      sizeof(Collection),                                                          \
                      sizeof(Error),                                                               \
                      sizeof(RandomDraws),                                                         \
                      sizeof(Geometry),                                                            \
                      sizeof(ArborKind),                                                           \
                      sizeof(ArborSettings),                                                       \
                      sizeof(CompetitionKind),                                                     \
                      sizeof(LearningKind),                                                        \
                      sizeof(LearningTerms),                                                       \
                      sizeof(NoiseKind),                                                           \
                      sizeof(RegionKind),                                                          \
                      sizeof(ResponseKind),                                                        \
                      sizeof(ResponseSums),                                                        \
                      sizeof(SourceList),                                                          \
                      sizeof(ScheduleKind),                                                        \
                      sizeof(StimulusKind),                                                        \
                      sizeof(StimulusSettings),                                                    \
                      sizeof(Pattern),                                                             \
                      sizeof(TransferKind),                                                        \
                      sizeof(TransferSlope),                                                       \
                      sizeof(TransferCeiling),                                                     \
                      sizeof(WeightsKind),                                                         \
                      sizeof(WeightsWindow),                                                       \
                      sizeof(NetworkSettings),                                                     \
                      sizeof(Network),                                                             \
                      sizeof(Sheet),                                                               \
                      sizeof(Projection),                                                          \
                      sizeof(Connection),                                                          \
                      sizeof(EyeSettings),                                                         \
                      sizeof(Eye),                                                                 \
                      sizeof(Stimulus),                                                            \
                      sizeof(SheetSettings),                                                       \
                      sizeof(SheetInputs),                                                         \
                      sizeof(SheetLesion),                                                         \
                      sizeof(SettlingGroup),                                                       \
                      sizeof(Rest),                                                                \
                      sizeof(Activity),                                                            \
                      sizeof(ProjectionSettings),                                                  \
                      sizeof(FieldBlock),                                                          \
                      sizeof(FieldPattern),                                                        \
                      sizeof(StripTargets),                                                        \
                      sizeof(Kernels),                                                             \
                      sizeof(Item),                                                                \
                      0})

#define PLUGIN(...)                                                                                \
    extern const Plugin pinwheel_plugin;                                                           \
    __attribute__((visibility("default")))                                                         \
    const Plugin pinwheel_plugin = {PLUGIN_INTERFACE, PLUGIN_SIZES, __VA_ARGS__}
#define KINDS(...) ((const Kind *const[]){__VA_ARGS__, NULL})

// The row of the plug-ins that a config names, in its outermost block.
#define PLUGINS_SETTING(Struct)                                                                    \
    {                                                                                              \
        SETTING(Struct, plugins), "", 0, 64,                                                       \
            .help =                                                                                \
                "shared objects with kinds of your own, which are code and are loaded before the " \
                "other settings are read; those of the base stay",                                 \
            .input = true, .early = plugins_take                                                   \
    }

// Loads a plug-in, which a config of any origin may then name; a message says so.
bool plugin_load(const char *path, Error *error);

// The same for the plug-ins that a command names; all configs that this thread reads use them. The
// paths become whole.
bool plugins_of_command(TextList *paths, Error *error);

// Lets all configs that this thread reads use kinds that a program holds itself, which stay as they
// are until it ends.
bool plugins_of_host(const Plugin *plugin, Error *error);

// The plug-ins that this thread uses, and those that all configs use which it reads.
typedef struct {
    const AddedKinds *used, *common;
} PluginsInUse;
PluginsInUse plugins_in_use(void);
PluginsInUse plugins_swap(PluginsInUse plugins); // returns those before

// Begins to read a config, which uses the plug-ins of the command or of the host.
void plugins_begin(void);

// May what this thread reads from now on have code loaded?
void plugins_trust(bool trusted);

// While it is barred, nothing that this thread reads has code loaded, whoever names it.
void plugins_bar(bool barred);

// Takes the `plugins` of a config (Setting.early): they become whole paths, and are used.
bool plugins_take(TextList *paths, const char *file, const char *where, Error *error);

// The whole paths of the plug-ins that this thread uses, that its command names, or that are
// loaded; the kinds of the host that it uses, as "learning two_thresholds". Owned by the caller.
TextList plugins_used(void);
TextList plugins_commanded(void);
TextList plugins_loaded(void);
TextList plugins_host_kinds(void);
