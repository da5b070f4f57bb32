// SPDX-License-Identifier: GPL-3.0-or-later
// Changes settings while a run goes on: another stimulus, a rate, a strength.
#include "run/event.h"
#include "run/experiment.h"

typedef struct {
    EventSettings event;
    TextList set;
} ChangeSettings;

static bool change(const void *settings, const char *place, Experiment *experiment, Error *error) {
    return experiment_change(experiment, &((const ChangeSettings *)settings)->set, place, error);
}

const EventKind event_change = {
    .kind = {"change", "changes settings",
             BLOCK(ChangeSettings, &event_settings,
                   {SETTING(ChangeSettings, set), NULL, 1, 100,
                    .help = "\"path=value\" texts; a path may hold * for any name"})},
    .change = change,
};
