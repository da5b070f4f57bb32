// SPDX-License-Identifier: GPL-3.0-or-later
// Changes settings while a run goes on: another stimulus, a rate, a strength.
#include "event.h"
#include "run.h"

typedef struct {
    EventSettings event;
    TextList set;
} ChangeSettings;

static bool check(const void *settings, const char *place, Experiment *experiment, Error *error) {
    const ChangeSettings *change = settings;
    bool ok = true;
    for (size_t i = 0; i < change->set.count; i++)
        ok = settings_assign(&experiment_settings, experiment, change->set.items[i], ASSIGN_TRIAL, place, error) && ok;
    return ok;
}

static bool happen(const void *settings, Run *run, Error *error) {
    const ChangeSettings *change = settings;
    bool ok = true;
    for (size_t i = 0; i < change->set.count; i++)
        ok = settings_assign(&experiment_settings, run->experiment, change->set.items[i], ASSIGN_LIVE, "events", error) && ok;
    return ok;
}

const EventKind event_change = {
    .kind = {"change", "changes settings",
             {sizeof(ChangeSettings), &event_settings,
              (const Setting[]){{"set", SETTING_LIST, offsetof(ChangeSettings, set), NULL, 1, 100,
                                 .help = "\"path=value\" texts; a path may hold * for any name"},
                                {0}}}},
    .changes = true,
    .check = check,
    .happen = happen,
};
