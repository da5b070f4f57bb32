// SPDX-License-Identifier: GPL-3.0-or-later
// Silences units from an iteration on (lesion.h), and changes settings with it.
#include "model/lesion.h"
#include "run/event.h"
#include "run/experiment.h"

typedef struct {
    EventSettings event;
    char *target, *eye;
    Variant region;
    bool sham;
    TextList set;
} LesionSettings;

static Lesion lesion_of(const LesionSettings *settings, const char *name) {
    return (Lesion){name, settings->target, settings->eye, &settings->region, settings->sham};
}

static bool check(const void *settings, const char *place, const Experiment *experiment,
                  Error *error) {
    Lesion lesion = lesion_of(settings, place);
    return lesion_check(&lesion, &experiment->network, place, error);
}

static bool alter(const void *settings, const char *name, Network *network, Error *error) {
    Lesion lesion = lesion_of(settings, name);
    return lesion_make(&lesion, network, error);
}

const EventKind event_lesion = {
    .kind = {"lesion", "silences units from then on",
             BLOCK(
                 LesionSettings, &event_settings,
                 {SETTING(LesionSettings, target), NULL, 1, 256,
                  .help = "retina: input sheets; lgn: sheets that those drive and that project "
                          "on; rgc: both; cortex: all others; or a sheet by its name, or its "
                          "copy for an eye"},
                 {SETTING(LesionSettings, eye), "", 0, 256,
                  .help = "only this eye's copies of the target; empty: all"},
                 {SETTING(LesionSettings, region), "disc", .kinds = region_kinds,
                  .help = "the units that are silenced"},
                 {SETTING(LesionSettings, sham), "false",
                  .help = "a control: no unit is silenced, all else is the same"},
                 {SETTING(LesionSettings, set), "", 0, 100,
                  .help = "settings that change with it, \"path=value\" texts as of kind change"})},
    .check = check,
    .changes = offsetof(LesionSettings, set),
    .alter = alter,
};
