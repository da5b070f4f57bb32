// SPDX-License-Identifier: GPL-3.0-or-later
// Changes settings while a run goes on: another stimulus, a rate, a strength.
#include "run/event.h"

typedef struct {
    EventSettings event;
    TextList set;
} ChangeSettings;

const EventKind event_change = {
    .kind = {"change", "changes settings",
             BLOCK(ChangeSettings, &event_settings,
                   {SETTING(ChangeSettings, set), NULL, 1, 100,
                    .help = "\"path=value\" texts; a path may hold * for any name"})},
    .changes = offsetof(ChangeSettings, set),
};
