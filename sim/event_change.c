// SPDX-License-Identifier: GPL-3.0-or-later
// Changes settings while a run goes on: another stimulus, a rate, a strength.
#include "event.h"
#include "experiment.h"

typedef struct {
    EventSettings event;
    TextList set;
} ChangeSettings;

static bool change(const void *settings, const char *place, Experiment *experiment, Error *error) {
    const ChangeSettings *changes = settings;
    bool ok = true;
    for (size_t i = 0; i < changes->set.count; i++)
        ok = settings_assign(&experiment_settings, experiment, changes->set.items[i], true, place,
                             error) &&
             ok;
    return ok;
}

const EventKind event_change = {
    .kind = {"change",
             "changes settings",
             {sizeof(ChangeSettings), &event_settings,
              (const Setting[]){{"set", SETTING_LIST, offsetof(ChangeSettings, set), NULL, 1, 100,
                                 .help = "\"path=value\" texts; a path may hold * for any name"},
                                {0}}}},
    .change = change,
};
